package dev.doorward.servlet;

import dev.doorward.core.answer.Passage;
import dev.doorward.core.request.Header;
import dev.doorward.core.verdict.Verdict;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer of the application, with what changes on its way to the client. */
final class GuardedResponse extends HttpServletResponseWrapper {
  private static final String CACHE_CONTROL = "Cache-Control";
  private static final String SET_COOKIE = "Set-Cookie";
  private static final String VARY = "Vary";

  private final Verdict verdict;
  private final List<String> caching = new ArrayList<>();

  GuardedResponse(HttpServletResponse response, Verdict verdict) {
    super(response);
    this.verdict = verdict;
    this.caching.addAll(response.getHeaders(CACHE_CONTROL)); // set before this dispatch
    gain();
  }

  /** What such an answer is written to, so that a refusal does not gain what answers gain. */
  static HttpServletResponse bare(HttpServletResponse response) {
    ServletResponse each = response;
    while (each instanceof ServletResponseWrapper wrapper) {
      each = wrapper.getResponse();
      if (wrapper instanceof GuardedResponse) {
        break;
      }
    }
    return each instanceof HttpServletResponse http ? http : response;
  }

  /** Sets what every answer gains; again where the container forgot it. */
  private void gain() {
    for (Header field : Passage.gained(verdict)) {
      boolean there = getHeaders(field.name()).contains(field.value());
      if (!there) {
        super.addHeader(field.name(), field.value());
      }
    }
    cache();
  }

  private void cache() {
    Passage.caching(verdict, caching)
        .ifPresent(field -> super.setHeader(field.name(), field.value()));
  }

  private boolean guardsCaching(String name) {
    return name.equalsIgnoreCase(CACHE_CONTROL) && Passage.caching(verdict, List.of()).isPresent();
  }

  @Override
  public void setHeader(String name, String value) {
    if (guardsCaching(name)) {
      caching.clear();
      Optional.ofNullable(value).ifPresent(caching::add);
      cache();
    } else if (passes(name, value)) {
      super.setHeader(name, value);
      if (name.equalsIgnoreCase(VARY) || name.equalsIgnoreCase(SET_COOKIE)) {
        gain();
      }
    }
  }

  @Override
  public void addHeader(String name, String value) {
    if (guardsCaching(name)) {
      Optional.ofNullable(value).ifPresent(caching::add);
      cache();
    } else if (passes(name, value)) {
      super.addHeader(name, value);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    setHeader(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    addHeader(name, Integer.toString(value));
  }

  @Override
  public void setDateHeader(String name, long value) {
    if (passes(name, "")) {
      super.setDateHeader(name, value);
    }
  }

  @Override
  public void addDateHeader(String name, long value) {
    if (passes(name, "")) {
      super.addDateHeader(name, value);
    }
  }

  @Override
  public void addCookie(Cookie cookie) {
    if (!verdict.trail().route().site().isOurs(cookie.getName())) {
      super.addCookie(cookie);
    }
  }

  @Override
  public void reset() {
    super.reset();
    caching.clear();
    gain();
  }

  private boolean passes(String name, String value) {
    return Passage.passes(verdict, new Header(name, value == null ? "" : value));
  }
}
