package dev.doorward.http;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The handle of a stream; all state is the event loop's. */
final class OpenStream implements Stream {
  private final EventLoop eventLoop;
  private final boolean tunnel;
  private final Consumer<Ending> ender;
  private final List<Runnable> actions = new ArrayList<>(1);
  private boolean told;
  private boolean closed;

  OpenStream(EventLoop eventLoop, boolean tunnel, Consumer<Ending> ender) {
    this.eventLoop = eventLoop;
    this.tunnel = tunnel;
    this.ender = ender;
  }

  @Override
  public boolean tunnel() {
    return tunnel;
  }

  @Override
  public void end(Ending ending) {
    // always later: the caller may be inside the event that opened it
    eventLoop.execute(() -> {
      if (!told && !closed) {
        told = true;
        ender.accept(ending);
      }
    });
  }

  @Override
  public void onClose(Runnable action) {
    if (!eventLoop.inEventLoop()) {
      eventLoop.execute(() -> onClose(action));
    } else if (closed) {
      run(action);
    } else {
      actions.add(action);
    }
  }

  void closed() {
    if (!closed) {
      closed = true;
      actions.forEach(OpenStream::run);
      actions.clear();
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException bug) {
      Logs.bug("a stream's end", bug);
    }
  }
}
