package dev.doorward.servlet;

import dev.doorward.core.answer.Passage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A request of which nothing was judged: nobody is known, whatever it says of itself (C256). */
final class StrangersRequest extends HttpServletRequestWrapper {
  StrangersRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  public @Nullable String getHeader(String name) {
    return Passage.isSpoofable(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Passage.isSpoofable(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(
        Collections.list(super.getHeaderNames()).stream()
            .filter(name -> !Passage.isSpoofable(name))
            .toList());
  }
}
