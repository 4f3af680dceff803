package dev.doorward.face.shared;

import dev.doorward.core.request.Header;
import java.util.List;

/**
 * A whole answer of ours, for a face to write.
 *
 * @param fields in order, and left as they are from now on; framing and {@code Date} are the
 *     server's
 * @param body as sent, never for HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Said(int status, List<Header> fields, byte[] body) {}
