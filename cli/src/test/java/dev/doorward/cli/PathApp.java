package dev.doorward.cli;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Applications which serve {@code GUARDED} for what they take for {@code /admin} and below, and
 * {@code open} for the rest, each by the reading of paths of a server that people run.
 */
enum PathApp {
  /** Files below a folder: decoded, slashes merged, dot segments taken out. */
  NGINX_FILES(true),
  /** Prefix locations. */
  NGINX_LOCATIONS(true),
  /** The same without merging slashes. */
  NGINX_UNMERGED(true),
  /** A location by an expression which ignores case. */
  NGINX_CASELESS(false),
  CADDY_FILES(true),
  /** Caddy's matchers ignore case. */
  CADDY_MATCHERS(false),
  /** The WHATWG URL parser. */
  NODE_URL(true),
  /** Decoded, backslashes taken for slashes, and normalised as a file's name. */
  NODE_DECODED(true),
  /** The same after parameters were cut off. */
  NODE_PARAMETERS(true),
  /** As Express routes: case and a slash at the end do not matter. */
  NODE_CASELESS(false),
  /** Tomcat which leaves encoded slashes as they are. */
  TOMCAT_PASSING(true),
  /** Tomcat as lax as it can be made. */
  TOMCAT_DECODING(true);

  static final String GUARDED = "GUARDED";

  /** Whether {@code /ADMIN} is another path; servers to which it is not need a closed default. */
  final boolean minding;

  PathApp(boolean minding) {
    this.minding = minding;
  }

  /** The family by which tests are tagged. */
  String family() {
    return name().substring(0, name().indexOf('_'));
  }

  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  Running start(Path folder, int port) throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    for (String guarded : List.of("admin/secret", "admin/GUARDED.txt", "admin/deep/secret")) {
      Files.createDirectories(files.resolve(guarded).getParent());
      Files.writeString(files.resolve(guarded), GUARDED);
    }
    Files.createDirectories(files.resolve("public/x"));
    for (String open : List.of("index.html", "public/y", "public/x/y")) {
      Files.writeString(files.resolve(open), "open");
    }
    return switch (family()) {
      case "NGINX" -> {
        Files.writeString(folder.resolve("nginx.conf"), nginx(files, port));
        yield process(
            folder, port, "nginx", "-p", folder.toString(), "-c", "nginx.conf", "-e", "start.log");
      }
      case "CADDY" -> {
        Files.writeString(folder.resolve("Caddyfile"), caddy(files, port));
        yield process(
            folder, port, "caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile");
      }
      case "NODE" -> {
        Files.writeString(folder.resolve("app.js"), node());
        yield process(folder, port, "node", "app.js", "" + port);
      }
      default -> tomcat(folder, port);
    };
  }

  private String nginx(Path files, int port) {
    String reading =
        switch (this) {
          case NGINX_FILES -> "location / { root " + files + "; autoindex on; }";
          case NGINX_CASELESS ->
              "location ~* ^/admin(/|$) { return 200 GUARDED; } location / { return 200 open; }";
          default ->
              (this == NGINX_UNMERGED ? "merge_slashes off; " : "")
                  + "location = /admin { return 200 GUARDED; }"
                  + " location /admin/ { return 200 GUARDED; } location / { return 200 open; }";
        };
    return """
    daemon off; user root; worker_processes 1; pid nginx.pid; error_log error.log;
    events {}
    http {
      access_log off; default_type text/plain; keepalive_requests 1000000;
      client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4;
      scgi_temp_path t5;
      server { listen 127.0.0.1:%d; add_header X-App nginx always; %s }
    }
    """
        .formatted(port, reading);
  }

  private String caddy(Path files, int port) {
    String reading =
        this == CADDY_FILES
            ? "root * " + files + "\n  file_server browse"
            : "@admin path /admin /admin/*\n  handle @admin {\n    respond GUARDED\n  }\n"
                + "  handle {\n    respond open\n  }";
    return """
    {
      admin off
      auto_https off
    }
    :%d {
      bind 127.0.0.1
      header X-App caddy
      %s
    }
    """
        .formatted(port, reading);
  }

  private String node() {
    String reading =
        switch (this) {
          case NODE_URL -> "new URL(url, 'http://app').pathname";
          case NODE_PARAMETERS ->
              "normal(decodeURIComponent(url.split(/[?#]/)[0]).replace(/;[^/]*/g, ''))";
          default -> "normal(decodeURIComponent(url.split(/[?#]/)[0]))";
        };
    return """
    const normal = path =>
        require('path').posix.normalize('/' + path.replace(/\\\\/g, '/'));
    const read = url => %s;
    require('http').createServer({ keepAliveTimeout: 60000 }, (request, response) => {
      response.setHeader('X-App', 'node');
      try {
        const path = read(request.url);
        const guarded = /^\\/admin(\\/|$)/%s.test(path);
        response.end(guarded ? 'GUARDED' : 'open');
      } catch (e) {
        response.statusCode = 400;
        response.end('no path');
      }
    }).listen(+process.argv[2], '127.0.0.1');
    """
        .formatted(reading, this == NODE_CASELESS ? "i" : "");
  }

  private Running process(Path folder, int port, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("app.log").toFile())
            .start();
    Running running =
        () -> {
          process.destroy();
          try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            }
          } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
          }
        };
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
        return running;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          running.close();
          throw new IOException(
              this + " did not start: " + Files.readString(folder.resolve("app.log")), e);
        }
        Thread.sleep(50);
      }
    }
  }

  /** Says one word. */
  private static final class Says extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final String word;

    Says(String word) {
      this.word = word;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setHeader("X-App", "tomcat");
      response.getWriter().write(word);
    }
  }

  private Running tomcat(Path folder, int port) throws LifecycleException {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.resolve("tomcat").toString());
    Connector connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    boolean decoding = this == TOMCAT_DECODING;
    connector.setEncodedSolidusHandling(decoding ? "decode" : "passthrough");
    connector.setEncodedReverseSolidusHandling(decoding ? "decode" : "passthrough");
    connector.setProperty("allowBackslash", "" + decoding);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "guarded", new Says(GUARDED));
    Tomcat.addServlet(context, "open", new Says("open"));
    context.addServletMappingDecoded("/admin/*", "guarded");
    context.addServletMappingDecoded("/", "open");
    tomcat.start();
    return () -> {
      try {
        tomcat.stop();
        tomcat.destroy();
      } catch (LifecycleException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
