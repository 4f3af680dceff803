package dev.doorward.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Everybody who is measured, each pinned to core 0; the application stands beside the load on core
 * 1.
 */
final class Contestants implements AutoCloseable {
  static final int APP = 4000;
  static final int DOOR = 4080;
  static final int CHECK = 4081;
  static final int NGINX_MAP = 4100;
  static final int NGINX_PROXY = 4101;
  static final int NGINX_AUTH = 4102;
  static final int HAPROXY_MAP = 4200;
  static final int HAPROXY_PROXY = 4201;
  static final int NETTY = 4300;
  private static final int ROUTES = 1000;
  private static final int PREFIXES = 100_000;
  private static final String PASSWORD = "correct horse, battery staple";

  private final Path root;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  final String token;
  final String basic =
      "Basic "
          + java.util.Base64.getEncoder()
              .encodeToString(("alice:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  /** Starts them all. */
  Contestants(Path root, Path folder) throws Exception {
    this.root = root;
    this.folder = folder;
    Policies.of(
        folder,
        ROUTES,
        PREFIXES,
        """
        upstream: http://127.0.0.1:%d
        check: [ { listen: "127.0.0.1:%d", dialect: caddy } ]
        tokens: { access: 12h }
        """
            .formatted(APP, CHECK));
    command(PASSWORD, "user", "add", "alice", "--role", "user", "--password-stdin");
    token = command("", "token", "issue", "--user", "alice", "--lifetime", "12h").strip();
    try {
      start(1, "nginx", "-p", folder.toString(), "-c", write("app.conf", app()).toString());
      start(0, launcher(), "serve", "-c", file());
      start(0, "nginx", "-p", folder.toString(), "-c", write("anchor.conf", nginx()).toString());
      start(0, "haproxy", "-db", "-f", write("anchor.cfg", haproxy()).toString());
      start(
          0,
          java(
              "dev.doorward.bench.BareNetty",
              root.resolve("bench/target/lib"),
              Integer.toString(NETTY),
              token));
      for (int port : new int[] {APP, DOOR, CHECK, NGINX_MAP, HAPROXY_MAP, NETTY}) {
        await(port);
      }
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private String launcher() {
    return root.resolve("doorward").toString();
  }

  private String file() {
    return folder.resolve("doorward.yaml").toString();
  }

  private String command(String input, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(words));
    command.addAll(List.of("-c", file()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed");
    }
    return said;
  }

  private String[] java(String main, Path lib, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmn32m",
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                lib + "/*:" + root.resolve("bench/target/classes"),
                main));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private void start(int core, String... command) throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(List.of(command));
    processes.add(
        new ProcessBuilder(pinned)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("process" + processes.size() + ".log").toFile())
            .start());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void await(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new IOException("nobody listens on port " + port, e);
        }
        Thread.sleep(50);
      }
    }
  }

  private static String nginxHead(String name) {
    return """
    daemon off;
    worker_processes 1;
    pid %s.pid;
    error_log %s-error.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      keepalive_requests 100000000;
      client_body_temp_path %s-body; proxy_temp_path %s-proxy; fastcgi_temp_path %s-f; uwsgi_temp_path %s-u; scgi_temp_path %s-s;
    """
        .replace("%s", name);
  }

  static String app() {
    return nginxHead("app")
        + "  server { listen 127.0.0.1:%d; location / { default_type text/plain; return 200 \"%s\"; } }\n}\n"
            .formatted(APP, "x".repeat(1024));
  }

  /** The same number of locations and of denied prefixes, and the same token in a map. */
  private String nginx() throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve("geo.conf")))) {
      for (String line : Files.readAllLines(folder.resolve("blocklist.txt"))) {
        out.println(line + " 1;");
      }
    }
    String locations =
        IntStream.range(0, ROUTES)
            .mapToObj(i ->
                "    location /r%d/ { if ($denied) { return 403; } if ($user = '') { return 401; } add_header X-Doorward-User $user; return 200; }\n"
                    .formatted(i))
            .reduce("", String::concat);
    return nginxHead("anchor")
        + """
          map_hash_max_size 4096; map_hash_bucket_size 2048; variables_hash_max_size 2048;
          geo $denied { default 0; include geo.conf; }
          map $http_authorization $user { default ''; "Bearer %s" alice; }
          upstream app { server 127.0.0.1:%d; keepalive 128; }
          server { listen 127.0.0.1:%d;
        %s  }
          server { listen 127.0.0.1:%d; location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ''; } }
          server { listen 127.0.0.1:%d;
            location / { auth_request /auth; proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ''; }
            location = /auth { internal; return 204; }
          }
        }
        """
            .formatted(token, APP, NGINX_MAP, locations, NGINX_PROXY, NGINX_AUTH);
  }

  private String haproxy() throws IOException {
    Files.writeString(folder.resolve("tokens.map"), "Bearer_" + token + " alice\n");
    return """
    global
      maxconn 4096
      nbthread 1
      tune.bufsize 32768
    defaults
      mode http
      timeout connect 2s
      timeout client 60s
      timeout server 60s
    frontend map
      bind 127.0.0.1:%d
      http-request deny if { src -f %s }
      http-request set-var(txn.user) req.hdr(authorization),regsub(' ',_),map(%s)
      http-request return status 200 hdr X-Doorward-User %%[var(txn.user)] if { var(txn.user) -m found }
      http-request return status 401
    frontend proxy
      bind 127.0.0.1:%d
      default_backend app
    backend app
      http-reuse always
      server app 127.0.0.1:%d
    """
        .formatted(
            HAPROXY_MAP,
            folder.resolve("blocklist.txt"),
            folder.resolve("tokens.map"),
            HAPROXY_PROXY,
            APP)
        .toLowerCase(Locale.ROOT)
        .replace("x-doorward-user", "X-Doorward-User")
        .replace(folder.toString().toLowerCase(Locale.ROOT), folder.toString());
  }

  @Override
  public void close() {
    processes.reversed().forEach(Process::destroy);
    for (Process each : processes) {
      try {
        if (!each.waitFor(10, TimeUnit.SECONDS)) {
          each.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
