package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A client says something over HTTP/2 and must hear something.
 *
 * @param sentence the section of the RFC, and what it says
 */
record FrameCase(String sentence, Script script, Verdict verdict) {
  interface Script {
    void run(Frames client) throws IOException;
  }

  /** What must come. */
  sealed interface Verdict {
    /** The connection ends, with one of these codes in its GOAWAY (RFC 9113 §5.4.1). */
    record Connection(Integer... codes) implements Verdict {}

    /** The stream is reset with one of these codes; the connection lives (§5.4.2). */
    record Reset(int stream, Integer... codes) implements Verdict {}

    /** The stream is reset, or the connection ends, with one of these codes. */
    record Either(int stream, Integer... codes) implements Verdict {}

    /** The stream is answered so; the connection lives. */
    record Answered(int stream, int status) implements Verdict {}

    /**
     * It is a malformed request: answered by 400 or 405, or reset; the connection lives (§8.1.1).
     */
    record Malformed(int stream) implements Verdict {}

    /** It is taken in silence; the connection lives. */
    record Silence() implements Verdict {}
  }

  static Verdict connection(Integer... codes) {
    return new Verdict.Connection(codes);
  }

  static Verdict reset(int stream, Integer... codes) {
    return new Verdict.Reset(stream, codes);
  }

  static Verdict either(int stream, Integer... codes) {
    return new Verdict.Either(stream, codes);
  }

  static Verdict answered(int stream, int status) {
    return new Verdict.Answered(stream, status);
  }

  static Verdict silence() {
    return new Verdict.Silence();
  }

  static FrameCase of(String sentence, Script script, Verdict verdict) {
    return new FrameCase(sentence, script, verdict);
  }

  /** Against a server, whose handler has not seen what follows a broken connection. */
  void run(Started started) throws Exception {
    try (Frames client = Frames.to(started.server.address())) {
      try {
        script.run(client);
      } catch (java.net.SocketException _) {
        // ended in the middle
      }
      judge(client);
    }
  }

  private void judge(Frames client) throws IOException {
    switch (verdict) {
      case Verdict.Connection(var codes) -> assertThat(ending(client)).isIn((Object[]) codes);
      case Verdict.Reset(int stream, var codes) -> {
        Frames.Answer answer = client.answer(stream);
        int reset =
            answer.reset >= 0 ? answer.reset : client.next(each -> isReset(each, stream)).number();
        assertThat(reset).isIn((Object[]) codes);
        alive(client);
      }
      case Verdict.Either(int stream, var codes) -> {
        Frames.Frame frame =
            client.next(each -> isReset(each, stream) || each.type() == Frames.GOAWAY);
        assertThat(frame.number(frame.type() == Frames.GOAWAY ? 4 : 0)).isIn((Object[]) codes);
      }
      case Verdict.Answered(int stream, int status) -> {
        assertThat(client.answer(stream).status()).isEqualTo(status);
        alive(client);
      }
      case Verdict.Malformed(int stream) -> {
        Frames.Answer answer = client.answer(stream);
        if (answer.reset < 0) {
          assertThat(answer.status()).isIn(400, 405);
        } else {
          assertThat(answer.reset).isEqualTo(Frames.PROTOCOL_ERROR);
          assertThat(answer.head).isEmpty();
        }
        alive(client);
      }
      case Verdict.Silence() -> alive(client);
    }
  }

  private static boolean isReset(Frames.Frame frame, int stream) {
    return frame.type() == Frames.RST_STREAM && frame.stream() == stream;
  }

  /** The code of a GOAWAY with which the connection ended; after it nothing is answered. */
  static int ending(Frames client) throws IOException {
    int code = -1;
    List<Frames.Frame> before = new ArrayList<>();
    while (true) {
      Frames.Frame frame;
      try {
        frame = client.next(_ -> true);
      } catch (EOFException _) {
        if (code < 0) {
          throw new AssertionError("ended without GOAWAY after " + before);
        }
        return code;
      } catch (java.net.SocketTimeoutException _) {
        throw new AssertionError("it does not end; there came " + before);
      }
      before.add(frame);
      if (frame.type() == Frames.GOAWAY) {
        code = frame.number(4);
      }
    }
  }

  static void alive(Frames client) throws IOException {
    byte[] mark = {'a', 'l', 'i', 'v', 'e', '?', 0, (byte) System.nanoTime()};
    client.send(Frames.PING, 0, 0, mark);
    Frames.Frame next =
        client.next(each ->
            each.type() == Frames.GOAWAY
                || each.type() == Frames.PING && Arrays.equals(each.payload(), mark));
    assertThat(next.type()).as("type of " + next).isEqualTo(Frames.PING);
    assertThat(next.has(Frames.ACK)).isTrue();
  }

  @Override
  public String toString() {
    return sentence;
  }
}
