package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a request inside the container after it was let through. */
class DispatchTest {
  @TempDir Path folder;

  /** Fails as its query says. */
  private static final class Failing extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      switch (request.getQueryString()) {
        case "throw" -> throw new ServletException("no");
        case "409" -> {
          response.setHeader("Cache-Control", "no-store");
          response.sendError(409);
        }
        default -> response.sendError(404);
      }
    }
  }

  /** The application's error page, which tells how it was reached and by whom. */
  private static final class ErrorPage extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getWriter().printf("%s %s", request.getDispatcherType(), request.getRemoteUser());
    }
  }

  /** Answers in a second dispatch, or on a thread of its own. */
  private static final class Later extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getDispatcherType() == DispatcherType.ASYNC) {
        response.setHeader("Cache-Control", "public, max-age=60");
        response.getWriter().printf("ASYNC %s", request.getRemoteUser());
        return;
      }
      AsyncContext later = request.startAsync();
      if ("thread".equals(request.getQueryString())) {
        String user = String.valueOf(request.getRemoteUser());
        later.start(() -> {
          try {
            HttpServletResponse answer = (HttpServletResponse) later.getResponse();
            answer.setHeader("Cache-Control", "public, max-age=60");
            answer.getWriter().printf("thread %s", user);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          } finally {
            later.complete();
          }
        });
      } else {
        later.dispatch();
      }
    }
  }

  /** Forwards to a route which its caller may not ask for. */
  private static final class Forwarding extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      request.getRequestDispatcher("/admin").forward(request, response);
    }
  }

  private AppHouse house(Container.Starter kind) throws Exception {
    return new AppHouse(
        kind,
        folder,
        Fixture.DEFAULT,
        Map.of(
            "/public/failing", new Failing(),
            "/me/failing", new Failing(),
            "/error", new ErrorPage(),
            "/me/later", new Later(),
            "/me/forward", new Forwarding()));
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void c229_c230_theStatusOfTheApplicationStandsAndItsErrorPageInherits(Container.Kind kind)
      throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      for (String asked : new String[] {"throw", "409", "404"}) {
        int status = asked.equals("throw") ? 500 : Integer.parseInt(asked);
        HttpResponse<String> stranger = client.get("/public/failing?" + asked);
        assertThat(stranger.statusCode()).isEqualTo(status);
        assertThat(stranger.body()).isEqualTo("ERROR null");
        HttpResponse<String> known = client.as("alice", "/me/failing?" + asked);
        assertThat(known.statusCode()).isEqualTo(status);
        assertThat(known.body()).isEqualTo("ERROR alice");
        assertThat(known.headers().allValues("X-Request-Id")).hasSize(1);
        List<String> caching = known.headers().allValues("Cache-Control");
        if (asked.equals("409") || caching.getFirst().contains("no-store")) {
          // what was said before the error page stands, by the application or by Jetty itself
          assertThat(caching).singleElement().asString().contains("no-store");
        } else {
          assertThat(caching).containsExactly("private");
        }
      }
    }
  }

  static Stream<Named<Container.Starter>> onBothKindsOfThreads() {
    return Stream.of(Container.Kind.values())
        .flatMap(kind ->
            Stream.of(
                Named.of(kind.name(), kind),
                Named.of(kind + " on virtual threads", kind.onVirtualThreads())));
  }

  @ParameterizedTest
  @MethodSource("onBothKindsOfThreads")
  void c231_anAsynchronousAnswerKeepsItsCallerAndIsGuarded(Container.Starter kind)
      throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      HttpResponse<String> dispatched = client.as("alice", "/me/later");
      assertThat(dispatched.body()).isEqualTo("ASYNC alice");
      assertThat(dispatched.headers().firstValue("Cache-Control")).hasValue("private, max-age=60");
      HttpResponse<String> threaded = client.as("alice", "/me/later?thread");
      assertThat(threaded.body()).isEqualTo("thread alice");
      assertThat(threaded.headers().firstValue("Cache-Control")).hasValue("private, max-age=60");
      assertThat(threaded.headers().allValues("X-Request-Id")).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void aForwardInheritsAndIsNotJudgedAgain(Container.Kind kind) throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      assertThat(client.as("alice", "/admin").statusCode()).isEqualTo(403);
      HttpResponse<String> forwarded = client.as("alice", "/me/forward");
      assertThat(forwarded.statusCode()).isEqualTo(200);
      assertThat(forwarded.body()).contains("\"X-Doorward-User\",\"alice\"");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void c322_aRefusalIsNoErrorDispatch(Container.Kind kind) throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      for (HttpResponse<String> refusal :
          new HttpResponse[] {
            client.get("/me"), client.as("alice", "/admin"), client.get("/closed")
          }) {
        assertThat(refusal.statusCode()).isIn(401, 403);
        assertThat(refusal.body()).startsWith("{\"type\":\"urn:doorward:problem:");
      }
      assertThat(house.echo.count()).isZero();
    }
  }
}
