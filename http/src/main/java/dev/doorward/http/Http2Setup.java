package dev.doorward.http;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import java.time.Duration;

/** How HTTP/2 (RFC 9113) is spoken, with a bound on everything that a peer could have us keep. */
final class Http2Setup {
  /** Requests at once on one connection; fewer than 100 would slow clients down (§6.5.2). */
  private static final int STREAMS = 100;

  /** What one peer may send before it is taken: for a stream, and for all of a connection's. */
  private static final int STREAM_WINDOW = 256 * 1024;

  private static final int CONNECTION_WINDOW = 1024 * 1024;

  /** A client's resets, each of which costs us a request and it nothing (CVE-2023-44487). */
  private static final int RESETS = 200;

  /** Ours, which a client can bring about; one follows each answer to half an upload, too. */
  private static final int OWN_RESETS = 1000;

  private static final int RESETS_SECONDS = 30;

  private static final int EMPTY_DATA_FRAMES = 10;

  private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");
  private static final AsciiString COOKIE = AsciiString.cached("cookie");
  private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");

  private Http2Setup() {}

  /** The codec of a client's connection. */
  static Http2ConnectionHandler server(Limits limits, Duration grace, Http2FrameListener listener) {
    var settings =
        new Http2Settings()
            .maxConcurrentStreams(STREAMS)
            .initialWindowSize(STREAM_WINDOW)
            .maxHeaderListSize(2L * RequestParser.cap(limits)) // what is read can be told of
            .connectProtocolEnabled(true);
    return builder(new DefaultHttp2Connection(true), settings, grace, listener)
        .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_FRAMES)
        .decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS)
        .encoderEnforceMaxRstFramesPerWindow(OWN_RESETS, RESETS_SECONDS)
        .build();
  }

  /** The codec of a connection to an application. */
  static Http2ConnectionHandler client(
      int headers, Duration grace, Http2FrameListener listener, Http2Connection.Listener events) {
    var settings =
        new Http2Settings()
            .pushEnabled(false)
            .initialWindowSize(STREAM_WINDOW)
            .maxHeaderListSize(headers);
    var connection = new DefaultHttp2Connection(false);
    connection.addListener(events);
    return builder(connection, settings, grace, listener).build();
  }

  private static Http2ConnectionHandlerBuilder builder(
      Http2Connection connection,
      Http2Settings settings,
      Duration grace,
      Http2FrameListener listener) {
    connection
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
    return new Http2ConnectionHandlerBuilder()
        .connection(connection)
        .initialSettings(settings)
        .gracefulShutdownTimeoutMillis(grace.toMillis())
        .validateHeaders(true)
        .decoupleCloseAndGoAway(true)
        .headerSensitivityDetector((name, _) -> isSecret(name))
        .frameListener(listener);
  }

  /** Never in a compression table, where its presence could be found out (RFC 7541 §7.1.3). */
  private static boolean isSecret(CharSequence name) {
    return SET_COOKIE.contentEquals(name)
        || COOKIE.contentEquals(name)
        || AUTHORIZATION.contentEquals(name);
  }

  /** Once the codec is in its pipeline. */
  static void widen(Http2ConnectionHandler codec) {
    Http2Connection connection = codec.connection();
    var flow = connection.local().flowController();
    try {
      flow.incrementWindowSize(
          connection.connectionStream(),
          CONNECTION_WINDOW - flow.windowSize(connection.connectionStream()));
    } catch (Http2Exception e) {
      throw new IllegalStateException("a window larger than allowed", e);
    }
  }
}
