package dev.doorward.http;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Finds addresses without blocking the event loop, and remembers them for a while. */
final class Resolver {
  private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(30);

  private record Found(List<InetAddress> addresses, long until) {}

  private final EventLoop eventLoop;
  private final Map<String, Found> known = new HashMap<>();

  Resolver(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** Calls back on the event loop, at once where it can; with an empty list when there is none. */
  void resolve(String host, Consumer<List<InetAddress>> found) {
    Found remembered = known.get(host);
    if (remembered != null && System.nanoTime() < remembered.until) {
      found.accept(remembered.addresses);
    } else if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      found.accept(remember(host, ask(host)));
    } else {
      Thread.ofVirtual()
          .name("resolve")
          .start(() -> {
            List<InetAddress> answer = ask(host);
            eventLoop.execute(() -> found.accept(remember(host, answer)));
          });
    }
  }

  private List<InetAddress> remember(String host, List<InetAddress> answer) {
    if (answer.isEmpty()) {
      known.remove(host);
    } else {
      known.put(host, new Found(answer, System.nanoTime() + REMEMBERED));
    }
    return answer;
  }

  private static List<InetAddress> ask(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException _) {
      return List.of();
    }
  }
}
