package dev.doorward.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An application for tests: each of its connections is given to a script, or to the test. */
final class App implements AutoCloseable {
  /** What it does with one connection. */
  interface Script {
    void run(Wire wire) throws Exception;
  }

  private final ServerSocket listening;
  private final Thread serving;
  private final BlockingQueue<Wire> accepted = new LinkedBlockingQueue<>();
  final List<Throwable> troubles = new CopyOnWriteArrayList<>();

  /** Connections are for {@link #accept}. */
  App() throws IOException {
    this(null);
  }

  App(@Nullable Script script) throws IOException {
    listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    serving = Thread.ofVirtual().start(() -> serve(script));
  }

  private void serve(@Nullable Script script) {
    try {
      while (true) {
        Socket socket = listening.accept();
        var wire = new Wire(socket);
        accepted.add(wire);
        if (script != null) {
          Thread.ofVirtual()
              .start(() -> {
                try (wire) {
                  script.run(wire);
                } catch (Exception | AssertionError e) {
                  troubles.add(e);
                }
              });
        }
      }
    } catch (IOException _) {
      // closed by the test
    }
  }

  Upstream upstream() {
    return new Upstream("127.0.0.1", listening.getLocalPort());
  }

  Wire accept() throws InterruptedException {
    Wire wire = accepted.poll(10, TimeUnit.SECONDS);
    if (wire == null) {
      throw new AssertionError("no connection came");
    }
    return wire;
  }

  int connections() {
    return accepted.size();
  }

  /** Nothing listens any more once this returns: while somebody waits in accept, it still does. */
  @Override
  public void close() throws IOException, InterruptedException {
    listening.close();
    serving.join();
    for (Wire each : accepted) {
      each.close();
    }
  }
}
