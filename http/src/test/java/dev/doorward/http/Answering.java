package dev.doorward.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A handler for tests: answers by the path, and remembers what it was asked. */
class Answering implements Handler {
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  final List<Fault> faults = new CopyOnWriteArrayList<>();
  final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  final List<Stream> streams = new CopyOnWriteArrayList<>();
  volatile @Nullable Upstream upstream;
  volatile Consumer<Stream> opened = streams::add;

  static final Ending ENDING = new Ending(1008, text(401, "no longer"), java.util.Optional.empty());

  static Reply.Whole text(int status, String body) {
    return new Reply.Whole(
        status,
        Headers.of("Content-Type", "text/plain"),
        body.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public @Nullable Reply immediately(RequestHead head) {
    asked.add(head.method() + " " + head.target());
    return switch (path(head)) {
      case "/now" -> text(200, "now");
      case "/none" -> new Reply.Whole(204, Headers.empty(), new byte[0]);
      case "/refused" -> text(401, "who are you?");
      case "/sni" -> text(200, head.connection().serverName().orElse("-"));
      case "/crash-now" -> throw new IllegalStateException("bug");
      case "/app" -> forward(head);
      default -> null;
    };
  }

  @Override
  public Reply handle(Exchange exchange) throws Exception {
    RequestHead head = exchange.head();
    return switch (path(head)) {
      case "/echo" -> text(200, new String(exchange.body(1000), StandardCharsets.ISO_8859_1));
      case "/slow" -> {
        Thread.sleep(300);
        yield text(200, "slow");
      }
      case "/crash" -> throw new IllegalStateException("bug");
      case "/read-then-app" -> {
        try {
          exchange.body(10);
        } catch (BodyTooLarge _) {
          asked.add("too large");
        }
        yield forward(head);
      }
      case "/bounded" -> {
        try {
          yield text(200, "" + exchange.body(10).length);
        } catch (BodyTooLarge e) {
          yield text(413, "more than " + e.limit());
        }
      }
      case "/threads" -> text(200, "" + Thread.currentThread().isVirtual());
      default -> upstream == null ? text(404, "nothing here") : forward(head);
    };
  }

  private static String path(RequestHead head) {
    int query = head.target().indexOf('?');
    return query < 0 ? head.target() : head.target().substring(0, query);
  }

  Reply forward(RequestHead head) {
    return new Reply.Forward(
        java.util.Objects.requireNonNull(upstream),
        head.method(),
        head.target(),
        Hops.strip(head.headers()).with("X-Doorward-User", "alice"),
        answer -> new ResponseHead(answer.status(), answer.headers().with("X-Seen", "yes")),
        failure -> text(failure == UpstreamFailure.TIMED_OUT ? 504 : 502, failure.name()),
        stream -> opened.accept(stream));
  }

  @Override
  public Reply.Whole faulty(RequestHead head, Fault fault) {
    faults.add(fault);
    return text(fault.kind().status(), fault.kind() + fault.field().map(f -> " " + f).orElse(""));
  }

  @Override
  public Reply.Whole failed(RequestHead head, Throwable bug) {
    bugs.add(bug);
    if (bug.getMessage() == null || !bug.getMessage().equals("bug")) {
      bug.printStackTrace();
    }
    return text(500, "failed");
  }
}
