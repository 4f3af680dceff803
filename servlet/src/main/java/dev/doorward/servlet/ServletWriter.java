package dev.doorward.servlet;

import dev.doorward.core.request.Header;
import dev.doorward.face.shared.Content;
import dev.doorward.face.shared.Said;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes answers of ours. Never by {@code sendError}, which has the container dispatch to an error
 * page of the application (C322).
 */
final class ServletWriter {
  private ServletWriter() {}

  /** The whole answer; nothing was written before. */
  static void write(HttpServletRequest request, HttpServletResponse response, Said said)
      throws IOException {
    response.setStatus(said.status());
    for (Header field : said.fields()) {
      if (field.name().equalsIgnoreCase("Content-Type")) {
        response.setContentType(field.value());
      } else {
        response.addHeader(field.name(), field.value());
      }
    }
    boolean empty = said.status() == 204 || said.status() == 304;
    if (!empty) {
      response.setContentLength(said.body().length);
    }
    if (!empty && !request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(said.body());
    }
    response.flushBuffer();
  }

  /** What the client says it is, empty for nothing. */
  static String agent(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
  }

  /** A request's content, which nobody has begun to read. */
  static Content content(HttpServletRequest request) {
    return limit -> {
      byte[] body = request.getInputStream().readNBytes(limit + 1);
      if (body.length > limit) {
        throw new Content.TooLarge();
      }
      return body;
    };
  }
}
