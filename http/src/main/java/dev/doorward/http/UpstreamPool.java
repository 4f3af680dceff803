package dev.doorward.http;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections to applications, kept for the next request; one pool an event loop. */
final class UpstreamPool {
  private static final int IDLE_EACH = 64;

  private final Loop loop;
  private final Map<Upstream, Slot> slots = new HashMap<>();
  private final Connector connector;
  private final SharedPool shared;

  UpstreamPool(Loop loop) {
    this.loop = loop;
    this.connector = new Connector(loop);
    this.shared = new SharedPool(loop, connector);
  }

  /** Calls one of the two, at once or later, on the event loop. */
  void take(Upstream upstream, Consumer<UpstreamLink> ready, Runnable unreachable) {
    if (upstream.http2()) {
      shared.take(upstream, ready, unreachable);
      return;
    }
    Slot slot = slots.computeIfAbsent(upstream, _ -> new Slot());
    UpstreamConnection idle = slot.take();
    if (idle != null) {
      ready.accept(idle);
    } else {
      connector.connect(upstream, channel -> ready.accept(adopt(channel, slot)), unreachable);
    }
  }

  private UpstreamConnection adopt(Channel channel, Slot slot) {
    var connection = new UpstreamConnection(loop, slot, channel);
    channel.pipeline().addLast(connection);
    channel.config().setAutoRead(true);
    return connection;
  }

  void check(long now) {
    shared.check(now);
    slots.values().forEach(slot -> slot.expire(now));
  }

  /** The idle connections to one application, the last used one first. */
  static final class Slot {
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();

    /**
     * One that is still open, as far as can be known without asking: nothing is ever sent twice.
     */
    private @Nullable UpstreamConnection take() {
      long now = System.nanoTime();
      for (var each = idle.pollLast(); each != null; each = idle.pollLast()) {
        if (each.isFresh(now)) {
          return each;
        }
        each.close();
      }
      return null;
    }

    void give(UpstreamConnection connection) {
      if (idle.size() < IDLE_EACH) {
        idle.addLast(connection);
      } else {
        connection.close();
      }
    }

    void forget(UpstreamConnection connection) {
      idle.remove(connection);
    }

    private void expire(long now) {
      while (!idle.isEmpty() && idle.getFirst().isExpired(now)) {
        idle.removeFirst().close();
      }
    }
  }
}
