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

  /**
   * What its head says, with a number, an id and the time.
   *
   * @param fields of {@link #fields}
   */
  static RequestFacts of(Facts facts, HttpServletRequest request, List<Header> fields) {
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
        new OfRequest(fields));
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

  /** A copy: logs read it when the container uses its request for another one. */
  private record OfRequest(List<Header> lines) implements Fields {
    @Override
    public List<String> all(Field field) {
      List<String> found = new ArrayList<>(2);
      for (Header line : lines) {
        if (line.name().equalsIgnoreCase(field.wire())) {
          found.add(line.value());
        }
      }
      return found;
    }

    @Override
    public Optional<String> first(Field field) {
      for (Header line : lines) {
        if (line.name().equalsIgnoreCase(field.wire())) {
          return Optional.of(line.value());
        }
      }
      return Optional.empty();
    }
  }
}
