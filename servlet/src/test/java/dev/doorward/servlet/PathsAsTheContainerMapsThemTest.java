package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.FreePort;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A path is judged as the container maps it: whatever a stranger writes, no servlet below a guarded
 * route runs. Which servlet ran is what the container says, not what the path looks like.
 */
class PathsAsTheContainerMapsThemTest {
  @TempDir Path folder;

  /** Containers, as lax about paths as they can be made. */
  private enum Lax {
    TOMCAT_PASSING,
    TOMCAT_DECODING,
    JETTY
  }

  /** Says that it ran, with its name. */
  private static final class Says extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final String name;

    Says(String name) {
      this.name = name;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setHeader("Ran", name);
      response.setContentLength(0);
    }
  }

  /** Guarded paths: as the file writes them, and as a servlet is mapped to them. */
  private static final Map<String, String> GUARDED =
      Map.of(
          "/admin", "/admin",
          "/deep/inner/room", "/deep/inner/room",
          "/$metadata", "/$metadata",
          "/a+b", "/a+b",
          "/user@home", "/user@home",
          "/x:run", "/x:run",
          "/caf%C3%A9", "/café",
          "/two%20words", "/two words",
          "/tree/**", "/tree/*",
          "/room.do", "/room.do");

  private static String config(int port) {
    return """
    origin: http://127.0.0.1:%d
    store: doorward.db
    routes:
    %s
      - { path: /**, access: public }
    """
        .formatted(
            port,
            GUARDED.keySet().stream()
                .map("  - { path: \"%s\", access: signed-in }"::formatted)
                .collect(Collectors.joining("\n")));
  }

  private Container start(Lax kind, int port) throws Exception {
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(file, config(port));
    DoorwardFilter doorward = new DoorwardFilter(file.toString());
    Map<String, Servlet> servlets = new LinkedHashMap<>();
    GUARDED.values().forEach(pattern -> servlets.put(pattern, new Says("guarded " + pattern)));
    servlets.put("/public/*", new Says("open"));
    servlets.put("*.do", new Says("open"));
    servlets.put("/", new Says("open"));
    return switch (kind) {
      case TOMCAT_PASSING -> Containers.tomcat(port, folder, doorward, servlets);
      case TOMCAT_DECODING ->
          Containers.tomcat(
              Listening.at(port),
              folder,
              doorward,
              servlets,
              connector -> {
                connector.setEncodedSolidusHandling("decode");
                connector.setEncodedReverseSolidusHandling("decode");
                connector.setProperty("allowBackslash", "true");
              });
      case JETTY -> Containers.jetty(Listening.at(port), folder, doorward, servlets);
    };
  }

  /** Ways to write one path, each of which some server takes for it. */
  private static Set<String> spellings(String path, int port) {
    Set<String> once = new LinkedHashSet<>(mutations(path));
    Set<String> all = new LinkedHashSet<>(once);
    once.forEach(each -> all.addAll(frames(each)));
    List<String> absolute =
        all.stream().map(each -> "http://127.0.0.1:" + port + each).limit(60).toList();
    all.addAll(absolute);
    return all;
  }

  private static List<String> mutations(String path) {
    List<String> out = new ArrayList<>(List.of(path));
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      String before = path.substring(0, i);
      String after = path.substring(i + 1);
      if (c == '%') {
        out.add(before + "%25" + after);
        out.add(
            before
                + "%"
                + after.substring(0, 2).toLowerCase(java.util.Locale.ROOT)
                + after.substring(2));
        continue;
      }
      out.add(before + "%%%02x".formatted((int) c) + after);
      out.add(before + "%%%02X".formatted((int) c) + after);
      out.add(before + "%%25%02x".formatted((int) c) + after);
      out.add(before + "%%u00%02x".formatted((int) c) + after);
      if (c == '/') {
        for (String slash :
            new String[] {
              "//",
              "///",
              "/./",
              "/;/",
              "/;x=1/",
              "/x/../",
              "/x/..;/",
              "/%2e/",
              "/x/%2e%2e/",
              "/x/.%2e/",
              "/x%2f../",
              "/x/..%2f",
              "/.;x/",
              "/x/%252e%252e/",
              "\\",
              "%5c",
              "/\\",
              "%c0%af",
              "%e0%80%af",
              "/%00/",
              "/x/..%00/",
              "/%20/",
              "/.%3b/",
              "/x/..%3b/",
              "%2f%2f",
              "/%3b/",
              "/x%3b/../",
              "/x;/../",
              "/x;/..;y/",
              "/..;/",
              "/../",
              "/%2f/",
              ";/",
              "%3b/"
            }) {
          out.add(before + slash + after);
        }
      }
    }
    return out;
  }

  private static List<String> frames(String path) {
    return Stream.of(
            "%s/",
            "%s//",
            "%s;",
            "%s;x=1",
            "%s;x=1/",
            "%s%%3b",
            "%s%%3bx",
            "%s/.",
            "%s/..;/",
            "%s/%%2e",
            "%s/x/..",
            "%s.",
            "%s%%20",
            "%s%%00",
            "%s%%0a",
            "%s%%2f",
            "%s?",
            "%s?x=/public",
            "%s%%3f",
            "%s#",
            "%s%%23",
            "%s\\",
            "/public/..%s",
            "/public/..;%s",
            "/public;/../%s",
            "/.%s",
            "/;x%s",
            "//127.0.0.1%s")
        .map(frame -> frame.formatted(path))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Lax.class)
  void noSpellingLeadsAStrangerToAGuardedServlet(Lax kind) throws Exception {
    int port = FreePort.next();
    List<String> reached = new ArrayList<>();
    Map<String, Integer> told = new LinkedHashMap<>();
    try (Container _ = start(kind, port)) {
      for (String route : GUARDED.keySet()) {
        String path = route.replace("/**", "/x");
        for (String target : spellings(path, port)) {
          String answer = ask(port, target);
          told.merge(summary(answer), 1, Integer::sum);
          if (answer.contains("Ran: guarded")) {
            reached.add(target);
          }
        }
      }
    }
    System.out.printf("%s: %s%n", kind, told);
    assertThat(reached).as("guarded servlets which a stranger reached in %s", kind).isEmpty();
    assertThat(told).containsKeys("401", "400", "200 open");
  }

  private static String summary(String answer) {
    String status = answer.length() < 12 ? "none" : answer.substring(9, 12);
    return answer.contains("Ran: ")
        ? status + " " + (answer.contains("open") ? "open" : "guarded")
        : status;
  }

  private static String ask(int port, String target) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoLinger(true, 0);
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                  .formatted(target, port)
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
