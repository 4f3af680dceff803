package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.contract.fixture.FreePort;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.websocket.OnOpen;
import jakarta.websocket.server.ServerEndpoint;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No WebSocket opens before its handshake is judged, whatever order Jetty gives to filters. */
class JettyWebSocketTest {
  @TempDir Path folder;

  /** Is open once somebody came in. */
  @ServerEndpoint("/me/ws")
  public static final class Guarded {
    /** Nothing is said. */
    @OnOpen
    public void open() {}
  }

  /** Is open to all. */
  @ServerEndpoint("/public/ws")
  public static final class Open {
    /** Nothing is said. */
    @OnOpen
    public void open() {}
  }

  private Server start(boolean doorwardFirst, boolean another) throws Exception {
    int port = FreePort.next();
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        """
        origin: http://127.0.0.1:%d
        store: doorward.db
        routes:
          - { path: /public/**, access: public }
          - { path: /me/**, access: signed-in }
        """
            .formatted(port));
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletContainerInitializer doorward =
        (_, c) -> Doorward.install(c, new DoorwardFilter(file.toString()));
    if (another) {
      context.addServletContainerInitializer((_, c) -> {
        Filter passing = (request, response, chain) -> chain.doFilter(request, response);
        c.addFilter("passing", passing)
            .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
      });
    }
    if (doorwardFirst) {
      context.addServletContainerInitializer(doorward);
    }
    JakartaWebSocketServletContainerInitializer.configure(
        context,
        (_, sockets) -> {
          sockets.addEndpoint(Guarded.class);
          sockets.addEndpoint(Open.class);
        });
    if (!doorwardFirst) {
      context.addServletContainerInitializer(doorward);
    }
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      server.stop();
      throw e;
    }
    return server;
  }

  private static String handshake(Server server, String path) throws Exception {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              """
              GET %s HTTP/1.1
              Host: 127.0.0.1:%d
              Connection: Upgrade
              Upgrade: websocket
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
              Sec-WebSocket-Version: 13

              """
                  .formatted(path, port)
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void strangersStayOutsideWhereDoorwardIsInstalledAfterWebSockets() throws Exception {
    Server server = start(false, false);
    try {
      assertThat(handshake(server, "/me/ws")).isEqualTo("HTTP/1.1 401");
      assertThat(handshake(server, "/public/ws")).isEqualTo("HTTP/1.1 101");
    } finally {
      server.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, true"})
  void whereJettyMayOpenThemBeforeTheyAreJudgedTheStartEnds(boolean first, boolean another) {
    assertThatThrownBy(() -> start(first, another).stop())
        .hasStackTraceContaining("WebSocketUpgradeFilter may be before Doorward");
  }
}
