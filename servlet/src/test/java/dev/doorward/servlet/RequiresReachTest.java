package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.contract.fixture.Fixture;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An annotation holds however its servlet is written, wrapped or asked. */
class RequiresReachTest {
  @TempDir Path folder;

  /** Narrows one method. */
  private static class Plain extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    @Requires(roles = "admin")
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("in");
    }
  }

  /** As proxies are made: every method overridden, no annotation on any. */
  private static final class Proxied extends Plain {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      super.doGet(request, response);
    }
  }

  /** For those who may do all. */
  @Requires(roles = "admin")
  private interface ForAdmins {}

  /** Asks what its interface asks. */
  private static final class ByInterface extends HttpServlet implements ForAdmins {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("in");
    }
  }

  /** For those who may do all. */
  @Requires(roles = "admin")
  private static class Base extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("in");
    }
  }

  /** Says less than what it extends, which widens nothing. */
  @Requires(roles = {"user", "admin"})
  private static final class Wider extends Base {
    private static final long serialVersionUID = 1;
  }

  /** Marks a method which no container calls, though it looks like one. */
  private static final class Misplaced extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      doShow(request, response);
    }

    @Requires(roles = "admin")
    void doShow(HttpServletRequest request, HttpServletResponse response) throws IOException {
      response.getWriter().print("in");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void whatAServletExtendsAndImplementsIsAskedToo(Container.Kind kind) throws Exception {
    try (AppHouse house =
            new AppHouse(
                kind,
                folder,
                Fixture.DEFAULT,
                Map.of(
                    "/me/plain", new Plain(),
                    "/me/proxied", new Proxied(),
                    "/me/interface", new ByInterface(),
                    "/me/wider", new Wider()));
        Client client = new Client(house)) {
      String alice = client.session("alice");
      String root = client.session("root");
      for (String path : new String[] {"/me/plain", "/me/proxied", "/me/interface", "/me/wider"}) {
        assertThat(client.get(path, "Cookie", alice).statusCode()).as(path).isEqualTo(403);
        assertThat(client.send("HEAD", path, "", "Cookie", alice).statusCode()).isEqualTo(403);
        assertThat(client.get(path).statusCode()).isEqualTo(401);
        assertThat(client.get(path, "Cookie", root).body()).as(path).isEqualTo("in");
      }
      String origin = house.url.toString();
      assertThat(
              client.send("get", "/me/plain", "", "Cookie", alice, "Origin", origin).statusCode())
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void anAnnotationWhichNobodyHeedsEndsTheStart(Container.Kind kind) {
    assertThatThrownBy(() ->
            new AppHouse(kind, folder, Fixture.DEFAULT, Map.of("/me/misplaced", new Misplaced()))
                .close())
        .satisfiesAnyOf(
            e -> assertThat(e).hasStackTraceContaining("Misplaced.doShow is heeded by nobody"),
            e -> assertThat(e).hasMessageContaining("the context did not start"));
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void inventedMethodsAreNotRemembered(Container.Kind kind) throws Exception {
    try (AppHouse house = new AppHouse(kind, folder, Fixture.DEFAULT, Map.of());
        Client client = new Client(house)) {
      int before = remembered(house);
      for (int i = 0; i < 50; i++) {
        assertThat(client.send("INVENTED" + i, "/public/x", "").statusCode()).isEqualTo(200);
      }
      assertThat(remembered(house)).isEqualTo(before);
    }
  }

  private static int remembered(AppHouse house) throws ReflectiveOperationException {
    Field known = Handlers.class.getDeclaredField("known");
    known.setAccessible(true);
    return ((Map<?, ?>) known.get(house.doorward.house().handlers())).size();
  }
}
