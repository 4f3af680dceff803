package dev.doorward.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

  /** With no frontend yet. */
  static final String HAPROXY_HEAD =
      """
      global
        maxconn 4096
        nbthread 1
        tune.bufsize 32768
      defaults
        mode http
        timeout connect 2s
        timeout client 60s
        timeout server 60s
      """;

  private final Path root;
  private final Path folder;
  private final Processes processes;
  private final Map<Integer, Process> byPort = new HashMap<>();
  final String token;
  final String basic =
      "Basic "
          + java.util.Base64.getEncoder()
              .encodeToString(("alice:" + DoorwardSetup.PASSWORD).getBytes(StandardCharsets.UTF_8));

  /** Starts them all. */
  Contestants(Path root, Path folder) throws Exception {
    this.root = root;
    this.folder = folder;
    this.processes = new Processes(folder);
    DoorwardSetup doorward = DoorwardSetup.in(root, folder);
    token = doorward.token();
    try {
      start(
          1,
          List.of(APP),
          "nginx",
          "-p",
          folder.toString(),
          "-c",
          write("app.conf", app()).toString());
      start(0, List.of(DOOR, CHECK), doorward.launcher().serve());
      start(
          0,
          List.of(NGINX_MAP, NGINX_PROXY, NGINX_AUTH),
          "nginx",
          "-p",
          folder.toString(),
          "-c",
          write("anchor.conf", nginx()).toString());
      start(
          0,
          List.of(HAPROXY_MAP, HAPROXY_PROXY),
          "haproxy",
          "-db",
          "-f",
          write("anchor.cfg", haproxy()).toString());
      start(
          0,
          List.of(NETTY),
          java(
              "dev.doorward.bench.BareNetty",
              root.resolve("bench/target/lib"),
              Integer.toString(NETTY),
              token));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Who listens there. */
  Process server(int port) {
    return Objects.requireNonNull(byPort.get(port));
  }

  private void start(int core, List<Integer> ports, String... command)
      throws IOException, InterruptedException {
    Process process = processes.listening(core, Map.of(), ports, command).process();
    ports.forEach(port -> byPort.put(port, process));
  }

  /** The fields which Caddy asks the check service with. */
  static List<String> asked(String credential) {
    return List.of(
        credential,
        "X-Forwarded-Method: GET",
        "X-Forwarded-Uri: /r777/b",
        "X-Forwarded-Host: 127.0.0.1:" + DOOR,
        "X-Forwarded-Proto: http",
        "X-Forwarded-For: 192.0.2.7");
  }

  private String[] java(String main, Path lib, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Processes.java(),
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

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
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
        IntStream.range(0, DoorwardSetup.ROUTES)
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
    return (HAPROXY_HEAD
            + """
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
            """)
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
    processes.close();
  }
}
