package dev.doorward.contract.echo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The echo application of the contract: it answers every request with a document of what it
 * received.
 *
 * <p>It stands on plain sockets because it has to see the raw request. {@code Echo-Status: N} sets
 * the status, {@code Echo-Field: NAME: VALUE} (repeatable) adds a field or, as {@code
 * Transfer-Encoding: chunked}, frames the answer in chunks, {@code Echo-Delay: 5s} waits before the
 * head. It remembers what it was asked, so that a test can say that it was not asked.
 */
public final class EchoApp implements Echo, AutoCloseable {

  /** Older requests are forgotten; {@link #count} still counts them. */
  private static final int REMEMBERED = 1000;

  private static final byte[] STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();
  private final Deque<Received> requests = new ArrayDeque<>();

  private EchoApp(ServerSocket server) {
    this.server = server;
  }

  /** Starts at a free port of 127.0.0.1. */
  public static EchoApp start() throws IOException {
    return start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  /** Starts at that address. Port 0 is any free one. */
  public static EchoApp start(InetSocketAddress at) throws IOException {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(at, 1024);
    var app = new EchoApp(server);
    Thread.ofVirtual().name("echo").start(app::accept);
    return app;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /** The same as {@code http://127.0.0.1:3000}. */
  public String url() {
    return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
  }

  /** Counted when their head is complete. */
  @Override
  public long count() {
    return count.get();
  }

  /** The latest requests whose bodies have arrived too, oldest first. */
  public List<Received> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Forgets the requests. The count goes on. */
  public void forget() {
    synchronized (requests) {
      requests.clear();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed; or one connection failed, which is no reason to stop.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new EchoInput(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      boolean more = true;
      while (more) {
        more = exchange(in, out);
      }
    } catch (SocketException e) {
      // The peer went away.
    } catch (IOException | RuntimeException e) {
      // End of input, or a request which nobody can read: the connection ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  /** Whether the connection goes on. */
  private boolean exchange(EchoInput in, OutputStream out)
      throws IOException, InterruptedException {
    EchoInput.Head head = in.head();
    count.incrementAndGet();
    if (head.has("Expect", "100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    Received request = in.body(head);
    remember(request);
    String path = EchoReply.path(request.target());
    if (path.equals("/ws") && head.has("Upgrade", "websocket")) {
      EchoSocket.run(request, in.rest(), out);
      return false;
    }
    if (path.equals("/events") || (path.equals("/mcp") && request.method().equals("GET"))) {
      out.write(STREAM);
      if (request.method().equals("HEAD")) {
        return true;
      }
      stream(out);
    }
    var reply = new EchoReply(request);
    Thread.sleep(reply.delay());
    reply.write(out);
    return head.version().equals("HTTP/1.1") && !head.has("Connection", "close");
  }

  /** One event a second, until the peer goes away. */
  private static void stream(OutputStream out) throws IOException, InterruptedException {
    for (int n = 1; ; n++) {
      EchoReply.chunk(out, ("data: " + n + "\n\n").getBytes(StandardCharsets.US_ASCII));
      Thread.sleep(1000);
    }
  }

  private void remember(Received request) {
    synchronized (requests) {
      if (requests.size() == REMEMBERED) {
        requests.removeFirst();
      }
      requests.addLast(request);
    }
  }
}
