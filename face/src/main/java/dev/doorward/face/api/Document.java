package dev.doorward.face.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code openapi.json}: what the API takes and gives, for programs (OpenAPI 3.1). */
final class Document {
  private static final byte[] TEXT = read();

  private Document() {}

  static ApiAnswer show(ApiCall call) {
    call.parameters();
    return new ApiAnswer.Ok(TEXT);
  }

  private static byte[] read() {
    try (InputStream in =
        Objects.requireNonNull(Document.class.getResourceAsStream("openapi.json"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
