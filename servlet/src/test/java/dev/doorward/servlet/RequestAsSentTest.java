package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.contract.fixture.Fixture;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What frameworks do with a request beyond the plain way. */
class RequestAsSentTest {
  @TempDir Path folder;

  /** Reads fields as numbers and as text. */
  private static final class Fields extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String number;
      try {
        number = String.valueOf(request.getIntHeader("X-Doorward-User"));
      } catch (NumberFormatException e) {
        number = "none";
      }
      String date;
      try {
        date = String.valueOf(request.getDateHeader("X-Doorward-User"));
      } catch (IllegalArgumentException e) {
        date = "none";
      }
      response
          .getWriter()
          .printf(
              "%s %s %s %d",
              number,
              date,
              request.getHeader("Content-Length"),
              request.getIntHeader("Content-Length"));
    }
  }

  /** Refuses in an asynchronous dispatch, or after it began to be asynchronous. */
  private static final class RefusesLater extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      if (request.getDispatcherType() == DispatcherType.ASYNC) {
        if ("wrapped".equals(request.getQueryString())) {
          try {
            Doorward.caller(request).require("secret:read");
          } catch (AccessRefused e) {
            throw new ServletException(e);
          }
        }
        Doorward.caller(request).require("secret:read");
        response.getWriter().print("in");
        return;
      }
      AsyncContext later =
          "bare".equals(request.getQueryString())
              ? request.startAsync(request, response)
              : request.startAsync();
      later.setTimeout(20_000);
      if ("at once".equals(String.valueOf(request.getQueryString()).replace('+', ' '))) {
        Doorward.caller(request).require("secret:read");
        later.complete();
      } else {
        later.dispatch();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void noReadingOfAFieldIsTheClientsOwnNameAndTheMessageKeepsItsLength(Container.Kind kind)
      throws Exception {
    try (AppHouse house =
            new AppHouse(kind, folder, Fixture.DEFAULT, Map.of("/me/fields", new Fields()));
        Client client = new Client(house)) {
      String origin = house.url.toString();
      String alice = client.session("alice");
      for (String forged : new String[] {"7", "Sun, 06 Nov 1994 08:49:37 GMT"}) {
        assertThat(
                client
                    .send(
                        "POST",
                        "/me/fields",
                        "five!",
                        "Cookie",
                        alice,
                        "Origin",
                        origin,
                        "X-Doorward-User",
                        forged)
                    .body())
            .isEqualTo("none none 5 5");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void aRefusalInAnAsynchronousDispatchIsAnsweredAsEveryOther(Container.Kind kind)
      throws Exception {
    try (AppHouse house =
            new AppHouse(kind, folder, Fixture.DEFAULT, Map.of("/me/later", new RefusesLater()));
        Client client = new Client(house)) {
      String alice = client.session("alice");
      for (String how : new String[] {"", "bare", "wrapped", "at+once"}) {
        long begun = System.nanoTime();
        HttpResponse<String> refused = client.get("/me/later?" + how, "Cookie", alice);
        assertThat(refused.statusCode()).as(how).isEqualTo(403);
        assertThat(refused.body()).startsWith("{\"type\":\"urn:doorward:problem:forbidden\"");
        assertThat(refused.headers().allValues("X-Request-Id")).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      }
      assertThat(client.as("root", "/me/later").body()).isEqualTo("in");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void aSecondFilterInOneApplicationEndsTheStart(Container.Kind kind) throws Exception {
    try (AppHouse house = new AppHouse(kind, folder, Fixture.DEFAULT, Map.of())) {
      try (Client client = new Client(house)) {
        assertThat(client.get("/public/x").statusCode()).isEqualTo(200); // now echo is initialised
      }
      ServletContext context = house.echo.getServletContext();
      assertThatThrownBy(() ->
              new DoorwardFilter(folder.resolve("doorward.yaml").toString()).init(config(context)))
          .isInstanceOf(ServletException.class)
          .hasMessageContaining("inside this application already");
    }
  }

  private static FilterConfig config(ServletContext context) {
    return new FilterConfig() {
      @Override
      public String getFilterName() {
        return "second";
      }

      @Override
      public ServletContext getServletContext() {
        return context;
      }

      @Override
      public @Nullable String getInitParameter(String name) {
        return null;
      }

      @Override
      public Enumeration<String> getInitParameterNames() {
        return Collections.emptyEnumeration();
      }
    };
  }
}
