package dev.doorward.face.api;

import dev.doorward.core.route.ApiRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** {@code openapi.json}: what the API takes and gives, for programs (OpenAPI 3.1). */
final class Document {
  private static final byte[] TEXT = read();

  private Document() {}

  static ApiAnswer show(ApiCall call) {
    call.parameters();
    return new ApiAnswer.Ok(
        call.base().equals(ApiRoutes.LISTENER)
            ? TEXT
            : new String(TEXT, StandardCharsets.UTF_8)
                .replace('"' + ApiRoutes.LISTENER, '"' + call.base())
                .getBytes(StandardCharsets.UTF_8));
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
