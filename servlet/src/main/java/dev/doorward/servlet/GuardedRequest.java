package dev.doorward.servlet;

import dev.doorward.core.answer.Passage;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Site;
import dev.doorward.core.who.Scheme;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request as the application sees it (contract, "What the app receives"). */
final class GuardedRequest extends HttpServletRequestWrapper {
  private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

  private final Visit visit;
  private final HttpServletResponse response;
  private @Nullable List<Header> fields;

  GuardedRequest(HttpServletRequest request, HttpServletResponse response, Visit visit) {
    super(request);
    this.visit = visit;
    this.response = response;
  }

  private List<Header> fields() {
    List<Header> known = fields;
    if (known == null) {
      known = new ArrayList<>(Passage.towardsApp(visit.verdict(), visit.fields()));
      for (Header field : visit.fields()) {
        if (FRAMING.contains(field.name().toLowerCase(Locale.ROOT))) {
          known.add(field); // the container has framed the message by it
        }
      }
      fields = known;
    }
    return known;
  }

  @Override
  public @Nullable String getHeader(String name) {
    for (Header field : fields()) {
      if (field.name().equalsIgnoreCase(name)) {
        return field.value();
      }
    }
    return null;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(
        fields().stream()
            .filter(field -> field.name().equalsIgnoreCase(name))
            .map(Header::value)
            .toList());
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    Map<String, String> names = new LinkedHashMap<>();
    fields()
        .forEach(field -> names.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name()));
    return Collections.enumeration(names.values());
  }

  @Override
  public int getIntHeader(String name) {
    String value = getHeader(name);
    return value == null ? -1 : Integer.parseInt(value); // ours, where a client sent the name too
  }

  @Override
  public long getDateHeader(String name) {
    String value = getHeader(name);
    if (value == null) {
      return -1;
    }
    if (Passage.isSpoofable(name)) {
      throw new IllegalArgumentException(name + " is no date"); // the client's own copy may be one
    }
    return super.getDateHeader(name);
  }

  @Override
  public Cookie @Nullable [] getCookies() {
    Cookie[] all = super.getCookies();
    if (all == null) {
      return null;
    }
    Site site = visit.verdict().trail().route().site();
    Cookie[] theirs =
        Arrays.stream(all).filter(cookie -> !site.isOurs(cookie.getName())).toArray(Cookie[]::new);
    return theirs.length == 0 ? null : theirs;
  }

  @Override
  public Map<String, String> getTrailerFields() {
    Map<String, String> passed = new LinkedHashMap<>(super.getTrailerFields());
    passed.keySet().removeIf(Passage::isSpoofable);
    return passed;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return visit.caller().isKnown() ? visit.caller() : null;
  }

  @Override
  public @Nullable String getRemoteUser() {
    return visit.caller().isKnown() ? visit.caller().getName() : null;
  }

  @Override
  public boolean isUserInRole(String role) {
    return role.equals("**") // whoever is known (Jakarta Servlet 6.0 §13.3)
        ? visit.caller().isKnown()
        : visit.caller().roles().contains(role);
  }

  @Override
  public @Nullable String getAuthType() {
    return visit.caller().scheme().map(GuardedRequest::word).orElse(null);
  }

  private static String word(Scheme scheme) {
    return switch (scheme) {
      case BASIC -> BASIC_AUTH;
      case BEARER -> "BEARER";
      case SESSION -> FORM_AUTH;
    };
  }

  /** Whether somebody is known; else the answer is written which says how to prove it. */
  @Override
  public boolean authenticate(HttpServletResponse to) throws IOException {
    if (!visit.caller().isKnown()) {
      visit.house().admits(visit, Requirement.NONE, (HttpServletRequest) getRequest(), response);
    }
    return visit.caller().isKnown();
  }

  @Override
  public void login(String username, String password) throws ServletException {
    throw new ServletException("people sign in at /.doorward/login; send the password there");
  }

  @Override
  public void logout() throws ServletException {
    throw new ServletException("people sign out at /.doorward/logout; send a POST there");
  }

  /** With these wrappers: what is written later is guarded too. */
  @Override
  public AsyncContext startAsync() {
    return super.startAsync(this, response);
  }
}
