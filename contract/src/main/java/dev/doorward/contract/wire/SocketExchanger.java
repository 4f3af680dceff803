package dev.doorward.contract.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Writes the bytes of a request on a socket and reads the answer; a connection for each. */
public final class SocketExchanger implements Exchanger, AutoCloseable {

  /** Long enough to see stray bytes behind an answer, short enough not to be felt. */
  private static final int STRAY_MILLIS = 50;

  /** How long a server may take to end a connection whose end was asked for. */
  private static final int ENDING_MILLIS = 5000;

  private final InetSocketAddress target;
  private final Optional<InetSocketAddress> plainTarget;
  private final Optional<SSLContext> tls;
  private final String serverName;
  private final boolean behindBalancer;
  private @Nullable Socket kept;

  /**
   * @param target where to connect
   * @param plainTarget the plain listener beside a TLS one
   * @param tls how to speak TLS, if the target does
   * @param serverName the TLS name unless a request says otherwise
   */
  public SocketExchanger(
      InetSocketAddress target,
      Optional<InetSocketAddress> plainTarget,
      Optional<SSLContext> tls,
      String serverName) {
    this(target, plainTarget, tls, serverName, false);
  }

  /**
   * The same.
   *
   * @param behindBalancer whether the target wants a header of the PROXY protocol, which then names
   *     the source address
   */
  public SocketExchanger(
      InetSocketAddress target,
      Optional<InetSocketAddress> plainTarget,
      Optional<SSLContext> tls,
      String serverName,
      boolean behindBalancer) {
    this.behindBalancer = behindBalancer;
    this.target = target;
    this.plainTarget = plainTarget;
    this.tls = tls;
    this.serverName = serverName;
  }

  @Override
  public Answer send(InetAddress from, byte[] rawRequest) throws IOException {
    return send(Sending.of(from, rawRequest));
  }

  @Override
  public Answer send(Sending sending) throws IOException {
    Socket before = kept;
    if (sending.same() && before == null) {
      throw new IOException("no connection was kept");
    }
    Socket socket = sending.same() && before != null ? before : connect(sending);
    kept = null;
    try {
      Answer answer = exchange(socket, sending);
      if (sending.keep() && !answer.closed()) {
        kept = socket;
      }
      return answer;
    } finally {
      if (kept != socket) {
        socket.close();
      }
    }
  }

  @Override
  public boolean choosesSource() {
    return isLoopback(target);
  }

  private static boolean isLoopback(InetSocketAddress at) {
    return at.getAddress().isLoopbackAddress() && at.getAddress().getAddress().length == 4;
  }

  @Override
  public void close() throws IOException {
    Socket socket = kept;
    if (socket != null) {
      socket.close();
    }
  }

  private Answer exchange(Socket socket, Sending sending) throws IOException {
    OutputStream out = socket.getOutputStream();
    // Beside the reading: a server may refuse a long body before it has taken it.
    Thread writer = Thread.ofVirtual().start(() -> write(out, sending));
    String head = new String(sending.bytes(), StandardCharsets.ISO_8859_1);
    boolean ending = head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
    var in = new Patient(socket, sending.patience());
    Runnable atTheEnd = () -> in.onlyFor(ending ? ENDING_MILLIS : STRAY_MILLIS);
    Answer answer =
        new AnswerReader(new BufferedInputStream(in), atTheEnd).read(method(head), ending);
    if (!sending.keep()) {
      socket.close();
    }
    try {
      if (!writer.join(Duration.ofSeconds(2))) {
        socket.close(); // Nobody takes the rest of the body: the connection is of no more use.
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  private static String method(String head) {
    int space = head.indexOf(' ');
    return space < 0 ? head : head.substring(0, space);
  }

  private static void write(OutputStream out, Sending sending) {
    try {
      out.write(sending.bytes());
      out.flush();
      byte[] block = new byte[8192];
      for (long left = sending.streamed(); left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
      out.flush();
    } catch (IOException e) {
      // The server has heard enough; what it answered is read beside us.
    }
  }

  private Socket connect(Sending sending) throws IOException {
    InetSocketAddress to =
        sending.plain()
            ? plainTarget.orElseThrow(() -> new CannotSend("needs the plain listener"))
            : target;
    var socket = new Socket();
    try {
      if (isLoopback(to) && !behindBalancer) {
        socket.bind(new InetSocketAddress(sending.from(), 0));
      }
      socket.setTcpNoDelay(true);
      socket.connect(to, (int) Duration.ofSeconds(5).toMillis());
      Optional<String> header = header(sending);
      if (header.isPresent()) {
        String line = header.get() + "\r\n";
        socket.getOutputStream().write(line.getBytes(StandardCharsets.ISO_8859_1));
      }
      return sending.plain() || tls.isEmpty()
          ? socket
          : handshake(tls.get(), socket, sending.serverName().orElse(serverName));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Optional<String> header(Sending sending) {
    if (sending.proxy().isPresent()) {
      return sending.proxy().filter(header -> !header.equals("none"));
    }
    String client = sending.from().getHostAddress();
    return behindBalancer
        ? Optional.of("PROXY TCP4 " + client + " 192.0.2.1 4711 80")
        : Optional.empty();
  }

  private static Socket handshake(SSLContext tls, Socket socket, String name) throws IOException {
    socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
    var secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    if (!name.matches("[0-9.]+|\\[?[0-9a-f:]+]?")) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /** Waits until a deadline, whatever trickles in; the deadline can be drawn nearer. */
  private static final class Patient extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private long until;

    Patient(Socket socket, Duration patience) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.until = System.nanoTime() + patience.toNanos();
    }

    void onlyFor(int millis) {
      until = System.nanoTime() + millis * 1_000_000L;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      socket.setSoTimeout((int) Math.max(1, (until - System.nanoTime()) / 1_000_000));
      return in.read(to, offset, length);
    }
  }
}
