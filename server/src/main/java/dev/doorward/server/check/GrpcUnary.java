package dev.doorward.server.check;

import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The framing of a unary gRPC call over HTTP/2: one message each way, behind a flag and its length
 * (gRPC over HTTP2, "Length-Prefixed-Message").
 */
final class GrpcUnary {
  /** Of {@code grpc-status}, those which we say. */
  enum Code {
    INVALID_ARGUMENT(3),
    RESOURCE_EXHAUSTED(8),
    UNIMPLEMENTED(12),
    INTERNAL(13);

    private final int number;

    Code(int number) {
      this.number = number;
    }
  }

  private static final int PREFIX = 5;
  private static final byte[] NOTHING = new byte[0];

  private GrpcUnary() {}

  /** A call which cannot be answered. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    private final Code code;

    Failed(Code code, String message) {
      super(message);
      this.code = code;
    }
  }

  /** The largest content of a call whose message has at most that many octets. */
  static int limit(int message) {
    return PREFIX + message;
  }

  /**
   * The message of a request's whole content.
   *
   * @param most octets of a message
   * @throws Failed where there is not exactly one message, or it is compressed or too large
   */
  static byte[] message(byte[] content, int most) throws Failed {
    if (content.length < PREFIX) {
      throw new Failed(Code.INTERNAL, "no whole message");
    }
    if (content[0] == 1) {
      throw new Failed(Code.UNIMPLEMENTED, "compressed messages are not taken");
    }
    if (content[0] != 0) {
      throw new Failed(Code.INTERNAL, "not the flag of a message");
    }
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(content).getInt(1));
    if (length > most) {
      throw new Failed(Code.RESOURCE_EXHAUSTED, "the message is too large");
    }
    if (length != content.length - PREFIX) {
      throw new Failed(Code.INTERNAL, "not exactly one message");
    }
    return Arrays.copyOfRange(content, PREFIX, content.length);
  }

  /** The answer which carries a message. */
  static Reply.Whole answer(byte[] message) {
    byte[] content = new byte[PREFIX + message.length];
    ByteBuffer.wrap(content).put((byte) 0).putInt(message.length).put(message);
    return new Reply.Whole(
        200,
        Headers.of("content-type", "application/grpc"),
        content,
        Headers.of("grpc-status", "0"));
  }

  /** The answer to a call which failed: a head alone, "Trailers-Only". */
  static Reply.Whole failed(Failed why) {
    return failed(why.code, String.valueOf(why.getMessage()));
  }

  /**
   * The same.
   *
   * @param message printable ASCII without {@code %}
   */
  static Reply.Whole failed(Code code, String message) {
    return new Reply.Whole(
        200,
        Headers.of(
            "content-type",
            "application/grpc",
            "grpc-status",
            Integer.toString(code.number),
            "grpc-message",
            message),
        NOTHING);
  }
}
