package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract inside Jetty 12.1 with Servlet 6.0. */
class Ee10Test {
  @TempDir Path folder;

  @Test
  void theApiIsTheOlderOne() {
    assertThatThrownBy(() ->
            HttpServletResponse.class.getMethod(
                "sendRedirect", String.class, int.class, boolean.class))
        .isInstanceOf(NoSuchMethodException.class); // which came with Servlet 6.1
  }

  @Test
  void theFilterAnswersAsTheContractSays() throws Exception {
    try (AppHouse house = new AppHouse(Ee10Test::jetty, folder, Fixture.DEFAULT, Map.of());
        Target target = Target.of(house.url, house.fixture)) {
      List<Result> results = target.runner().app(house.echo).behind("jetty").run(Filter.ALL);
      assertThat(results.stream().filter(Result::failed).map(Result::toString).toList())
          .as("failed cases inside Jetty ee10")
          .isEmpty();
      long passed = results.stream().filter(Result::passed).count();
      assertThat(passed).isGreaterThan(300);
      System.out.printf("ee10: %d passed%n", passed);
    }
  }

  private static Container jetty(
      int port, Path folder, DoorwardFilter doorward, Map<String, Servlet> servlets)
      throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    var http = connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    http.setRequestHeaderSize(64 << 10);
    http.setSendServerVersion(false);
    http.setUriCompliance(UriCompliance.UNSAFE);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServletContainerInitializer((_, c) -> Doorward.install(c, doorward));
    servlets.forEach((pattern, servlet) ->
        context.addServlet(
            new ServletHolder(servlet.getClass().getSimpleName() + pattern, servlet), pattern));
    server.setHandler(context);
    server.start();
    return server::stop;
  }
}
