package dev.doorward.cli;

import dev.doorward.contract.wire.Field;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A plain client of HTTP/2: one request at a time, any fields. */
final class Http2Client implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final Set<String> OF_THE_HOP =
      Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection");

  /**
   * What came back.
   *
   * @param status 0 where the stream or the connection ended without an answer
   * @param reset the code of a RST_STREAM, or -1
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Answer(
      int status,
      List<Integer> interims,
      List<Field> fields,
      List<Field> trailers,
      byte[] body,
      int reset,
      List<String> faults) {}

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private int next = 1;

  private Http2Client(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  static Http2Client connect(SSLContext tls, InetAddress from, int port, String name)
      throws IOException {
    Socket plain = connected(from, port);
    var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, name, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    if (!name.matches("[0-9.]+|\\[?[0-9a-f:]+]?")) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    parameters.setApplicationProtocols(new String[] {"h2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    if (!"h2".equals(socket.getApplicationProtocol())) {
      throw new IOException("no HTTP/2 by ALPN, but " + socket.getApplicationProtocol());
    }
    return opened(socket);
  }

  /** Without TLS, by prior knowledge (RFC 9113 §3.3). */
  static Http2Client plain(int port) throws IOException {
    return plain(InetAddress.getLoopbackAddress(), port);
  }

  /** The same, from that address. */
  static Http2Client plain(InetAddress from, int port) throws IOException {
    return opened(connected(from, port));
  }

  private static Socket connected(InetAddress from, int port) throws IOException {
    var plain = new Socket();
    plain.bind(new InetSocketAddress(from, 0));
    plain.setTcpNoDelay(true);
    plain.setSoTimeout(15_000);
    plain.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
    return plain;
  }

  private static Http2Client opened(Socket socket) throws IOException {
    var client = new Http2Client(socket);
    client.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    client.frame(SETTINGS, 0, 0, new byte[0]);
    client.frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(1 << 24).array());
    return client;
  }

  /** Name, value, name, value; returns the stream's number. */
  int request(boolean last, List<String> fields) throws IOException {
    int stream = next;
    next += 2;
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < fields.size(); i += 2) {
      headers.add(fields.get(i), fields.get(i + 1));
    }
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(stream, headers, block);
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
    byte[] octets = new byte[block.readableBytes()];
    block.readBytes(octets);
    int first = Math.min(octets.length, 16_000);
    boolean whole = first == octets.length;
    frame(
        HEADERS,
        (last ? END_STREAM : 0) | (whole ? END_HEADERS : 0),
        stream,
        java.util.Arrays.copyOf(octets, first));
    for (int at = first; at < octets.length; at += 16_000) {
      int to = Math.min(octets.length, at + 16_000);
      frame(
          9,
          to == octets.length ? END_HEADERS : 0,
          stream,
          java.util.Arrays.copyOfRange(octets, at, to));
    }
    return stream;
  }

  void data(int stream, boolean last, byte[] octets) throws IOException {
    for (int at = 0; at < octets.length; at += 16_000) {
      int to = Math.min(octets.length, at + 16_000);
      frame(
          DATA,
          last && to == octets.length ? END_STREAM : 0,
          stream,
          java.util.Arrays.copyOfRange(octets, at, to));
    }
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    out.write(frame.array());
    out.flush();
  }

  /**
   * The answer on that stream.
   *
   * @param headOnly whether a 200 opens a tunnel, so that no end is waited for
   */
  Answer answer(int stream, boolean headOnly, Duration patience) throws IOException {
    var reading = new Reading();
    long until = System.nanoTime() + patience.toNanos();
    try {
      while (!reading.over) {
        socket.setSoTimeout((int) Math.max(1, (until - System.nanoTime()) / 1_000_000));
        byte[] head = new byte[9];
        in.readFully(head);
        ByteBuffer said = ByteBuffer.wrap(head);
        int length = said.getInt() >>> 8;
        byte[] payload = new byte[length];
        in.readFully(payload);
        reading.take(head[3], head[4], said.getInt(5) & 0x7fffffff, payload, stream, headOnly);
      }
    } catch (SocketTimeoutException e) {
      reading.faults.add("no answer in time");
    } catch (IOException e) {
      reading.over = true; // the connection has ended
    }
    return reading.answer();
  }

  private final class Reading {
    private final List<Integer> interims = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final List<Field> trailers = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private int reset = -1;
    private boolean over;

    void take(int type, int flags, int on, byte[] payload, int stream, boolean headOnly)
        throws IOException {
      switch (type) {
        case SETTINGS -> {
          if ((flags & ACK) == 0) {
            frame(SETTINGS, ACK, 0, new byte[0]);
          }
        }
        case PING -> {
          if ((flags & ACK) == 0) {
            frame(PING, ACK, 0, payload);
          }
        }
        case GOAWAY -> over = true;
        case HEADERS -> {
          List<Field> section = decode(on, payload);
          if (on == stream) {
            head(section);
            over = (flags & END_STREAM) != 0 || headOnly && status == 200;
          }
        }
        case DATA -> {
          if (on == stream) {
            body.writeBytes(payload);
            over = (flags & END_STREAM) != 0;
          }
        }
        case RST_STREAM -> {
          if (on == stream) {
            reset = ByteBuffer.wrap(payload).getInt();
            over = true;
          }
        }
        default -> {}
      }
    }

    private void head(List<Field> section) {
      if (status != 0) {
        trailers.addAll(section);
        return;
      }
      int said = Integer.parseInt(Http2Exchanger.first(section, ":status"));
      if (said < 200) {
        interims.add(said);
        return;
      }
      status = said;
      for (Field field : section) {
        if (!field.name().equals(":status")) {
          fields.add(field);
        }
        if (!field.name().equals(field.name().toLowerCase(Locale.ROOT))
            || OF_THE_HOP.contains(field.name())) {
          faults.add("not for HTTP/2: " + field.name());
        }
      }
    }

    private List<Field> decode(int stream, byte[] block) {
      List<Field> section = new ArrayList<>();
      try {
        Http2Headers headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
          section.add(new Field(each.getKey().toString(), each.getValue().toString()));
        }
      } catch (Http2Exception e) {
        faults.add("a header section which nobody can read: " + e.getMessage());
      }
      return section;
    }

    Answer answer() {
      return new Answer(status, interims, fields, trailers, body.toByteArray(), reset, faults);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
