package dev.doorward.servlet;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.where.Address;
import dev.doorward.face.shared.Facts;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads a container's request as facts. */
final class ServletFacts {
  private ServletFacts() {}

  /** What its head says, with a number, an id and the time. */
  static RequestFacts of(Facts facts, HttpServletRequest request) {
    InetAddress local = InetAddress.ofLiteral(request.getLocalAddr());
    Peer peer =
        new Peer(
            Address.of(InetAddress.ofLiteral(request.getRemoteAddr()).getAddress()),
            request.getLocalPort(),
            local.isLoopbackAddress(),
            request.isSecure(),
            Optional.empty(), // which TLS name belongs to which host is the container's affair
            Front.NONE);
    return facts.of(
        new Method(request.getMethod()),
        Target.of(target(request), Optional.ofNullable(request.getHeader("Host"))),
        peer,
        new OfRequest(request));
  }

  /** The request's fields, in their order. */
  static List<Header> fields(HttpServletRequest request) {
    List<Header> fields = new ArrayList<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        fields.add(new Header(name, value));
      }
    }
    return fields;
  }

  private static String target(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
  }

  private record OfRequest(HttpServletRequest request) implements Fields {
    @Override
    public List<String> all(Field field) {
      return Collections.list(request.getHeaders(field.wire()));
    }

    @Override
    public Optional<String> first(Field field) {
      return Optional.ofNullable(request.getHeader(field.wire()));
    }

    @Override
    public boolean has(Field field) {
      return request.getHeader(field.wire()) != null;
    }
  }
}
