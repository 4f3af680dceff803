package dev.doorward.server.wire;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.where.Address;
import dev.doorward.face.shared.Content;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Said;
import dev.doorward.http.BodyTooLarge;
import dev.doorward.http.Exchange;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what the edge reads into facts, and answers into what it writes. */
public final class Wire {
  private Wire() {}

  /** What a request's head says, with a number, an id and the time. */
  public static RequestFacts facts(Facts facts, RequestHead head) {
    var connection = head.connection();
    Peer peer =
        new Peer(
            Address.of(connection.remote().getAddress().getAddress()),
            connection.local().getPort(),
            connection.local().getAddress().isLoopbackAddress(),
            connection.tls(),
            connection.serverName(),
            Front.NONE);
    return facts.of(
        new Method(head.method()),
        Target.of(head.target(), head.headers().first("host")),
        peer,
        fields(head.headers()));
  }

  /** The fields of a head, asked by the closed set. */
  public static Fields fields(Headers headers) {
    return new OfHead(headers);
  }

  /** Fields as the core takes them. */
  public static List<Header> read(Headers headers) {
    List<Header> out = new ArrayList<>(headers.size());
    for (int i = 0; i < headers.size(); i++) {
      out.add(new Header(headers.name(i), headers.value(i)));
    }
    return out;
  }

  /** Fields as the edge takes them. */
  public static Headers write(List<Header> fields) {
    Headers.Builder out = Headers.builder();
    for (Header field : fields) {
      out.add(field.name(), field.value());
    }
    return out.build();
  }

  /** An answer of ours, as the edge writes it. */
  public static Reply.Whole reply(Said said) {
    return new Reply.Whole(said.status(), write(said.fields()), said.body());
  }

  /** The content of a request which is under way. */
  public static Content content(Exchange exchange) {
    return limit -> {
      try {
        return exchange.body(limit);
      } catch (BodyTooLarge e) {
        throw new Content.TooLarge();
      }
    };
  }

  /** What the client says it is, empty for nothing. */
  public static String agent(RequestHead head) {
    return head.headers().first("user-agent").orElse("");
  }

  private record OfHead(Headers headers) implements Fields {
    @Override
    public List<String> all(Field field) {
      return headers.all(field.wire());
    }

    @Override
    public Optional<String> first(Field field) {
      return headers.first(field.wire());
    }

    @Override
    public boolean has(Field field) {
      return headers.has(field.wire());
    }
  }
}
