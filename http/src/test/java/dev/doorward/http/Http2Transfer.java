package dev.doorward.http;

import static dev.doorward.http.Frames.*;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** Large contents over HTTP/2, up and down, by a client that keeps to the windows. */
final class Http2Transfer {
  private Http2Transfer() {}

  static Callable<Long> down(InetSocketAddress server, long size) {
    return () -> {
      try (Frames client = Frames.to(server)) {
        client.headers(1, true, request("GET", "/down/" + size));
        client.next(frame -> frame.type() == HEADERS);
        Thread.sleep(500); // meanwhile all but a backlog has to stay with the application
        long count = 0;
        while (true) {
          Frames.Frame frame = client.next(each -> each.stream() == 1);
          if (frame.type() == DATA) {
            count += frame.payload().length;
            client.window(0, frame.payload().length);
            client.window(1, frame.payload().length);
          }
          if (frame.has(END_STREAM) || frame.type() == RST_STREAM) {
            return count;
          }
        }
      }
    };
  }

  static Callable<Long> up(InetSocketAddress server, long size) {
    return () -> {
      try (Frames client = Frames.to(server)) {
        client.headers(1, false, request("POST", "/up", "content-length", Long.toString(size)));
        byte[] piece = new byte[16 * 1024];
        long stream = client.streamWindow;
        long connection = 65_535;
        for (long left = size; left > 0; ) {
          if (Math.min(stream, connection) < piece.length) {
            Frames.Frame frame = update(client);
            if (frame.stream() == 0) {
              connection += frame.number();
            } else {
              stream += frame.number();
            }
            continue;
          }
          client.send(DATA, left == piece.length ? END_STREAM : 0, 1, piece);
          left -= piece.length;
          stream -= piece.length;
          connection -= piece.length;
        }
        String text = client.answer(1).body.toString(StandardCharsets.US_ASCII);
        return Long.parseLong(text);
      }
    };
  }

  private static Frames.Frame update(Frames client) throws IOException {
    return client.next(frame -> frame.type() == WINDOW_UPDATE);
  }

  /**
   * Many contents at once through a connection whose window is used up, while those of the streams
   * are as wide as can be.
   */
  static Frames stuck(InetSocketAddress server, int streams, long size) throws IOException {
    var client = new Frames(new java.net.Socket(server.getAddress(), server.getPort()));
    client.greet(4, Integer.MAX_VALUE);
    for (int i = 0; i < streams; i++) {
      client.headers(2 * i + 1, true, request("GET", "/down/" + size));
    }
    int window = 65_535;
    while (window > 0) {
      window -= client.next(frame -> frame.type() == DATA).payload().length;
    }
    return client;
  }
}
