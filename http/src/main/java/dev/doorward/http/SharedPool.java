package dev.doorward.http;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections which many exchanges share, by HTTP/2; one pool an event loop. */
final class SharedPool {
  private record Waiting(Consumer<UpstreamLink> ready, Runnable unreachable) {}

  private final Loop loop;
  private final Connector connector;
  private final Map<Upstream, Slot> slots = new HashMap<>();

  SharedPool(Loop loop, Connector connector) {
    this.loop = loop;
    this.connector = connector;
  }

  /** Calls one of the two, at once or later, on the event loop. */
  void take(Upstream upstream, Consumer<UpstreamLink> ready, Runnable unreachable) {
    slots.computeIfAbsent(upstream, _ -> new Slot(upstream)).take(new Waiting(ready, unreachable));
  }

  void check(long now) {
    slots.values().forEach(slot -> slot.expire(now));
  }

  /** The connections to one application, and who waits for the next. */
  private final class Slot {
    private final Upstream upstream;
    private final List<UpstreamStreams> open = new ArrayList<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean connecting;

    Slot(Upstream upstream) {
      this.upstream = upstream;
    }

    void take(Waiting one) {
      UpstreamStream stream = stream();
      if (stream != null) {
        one.ready().accept(stream);
        return;
      }
      waiting.add(one);
      connect();
    }

    private @Nullable UpstreamStream stream() {
      for (UpstreamStreams each : open) {
        UpstreamStream stream = each.begin();
        if (stream != null) {
          return stream;
        }
      }
      return null;
    }

    private void connect() {
      if (!connecting) {
        connecting = true;
        connector.connect(upstream, this::connected, this::unreachable);
      }
    }

    private void connected(Channel channel) {
      connecting = false;
      var holder = new UpstreamStreams[1];
      holder[0] = new UpstreamStreams(loop, channel, () -> open.remove(holder[0]));
      open.add(holder[0]);
      while (!waiting.isEmpty()) {
        UpstreamStream stream = holder[0].begin();
        if (stream == null) {
          connect();
          return;
        }
        waiting.remove().ready().accept(stream);
      }
    }

    private void unreachable() {
      connecting = false;
      var all = new ArrayList<>(waiting);
      waiting.clear();
      all.forEach(each -> each.unreachable().run());
    }

    private void expire(long now) {
      for (UpstreamStreams each : open.toArray(new UpstreamStreams[0])) {
        if (each.isIdle(now)) {
          each.end();
        }
      }
    }
  }
}
