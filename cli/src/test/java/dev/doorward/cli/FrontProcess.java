package dev.doorward.cli;

import dev.doorward.contract.fixture.Certificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real front proxy, run with the example of its folder; only ports and certificates differ. */
final class FrontProcess implements AutoCloseable {
  private final Process process;

  private FrontProcess(Process process) {
    this.process = process;
  }

  /** The fronts which run here, with the dialect each speaks. */
  enum Kind {
    NGINX("nginx"),
    APACHE("nginx"),
    CADDY("caddy"),
    HAPROXY("haproxy");

    final String dialect;

    Kind(String dialect) {
      this.dialect = dialect;
    }

    String folder() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Where everybody listens on 127.0.0.1. */
  record Ports(int front, int door, int check, int app) {}

  static FrontProcess start(Kind kind, Ports ports, boolean tls, Path folder)
      throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve("front"));
    for (Path each : List.of(folder, place)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    if (tls) {
      Certificates.write(place, "front", "app.test", "grafana.test", "shop.example");
      Files.writeString(
          place.resolve("both.pem"),
          Files.readString(place.resolve("front.pem"))
              + Files.readString(place.resolve("front.key")));
    }
    try (Stream<Path> files = Files.list(example(kind))) {
      for (Path file : files.toList()) {
        String text = withPorts(Files.readString(file), ports);
        Files.writeString(
            place.resolve(file.getFileName()), tls ? withTls(kind, text, ports, place) : text);
      }
    }
    Process process =
        new ProcessBuilder(command(kind, place))
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("front.log").toFile())
            .start();
    FrontProcess front = new FrontProcess(process);
    try {
      await(process, ports.front(), place);
      return front;
    } catch (IOException | InterruptedException | RuntimeException e) {
      front.close();
      throw e;
    }
  }

  private static Path example(Kind kind) {
    return Path.of(System.getProperty("basedir", "."))
        .toAbsolutePath()
        .normalize()
        .resolveSibling("examples")
        .resolve(kind.folder());
  }

  private static String withPorts(String text, Ports ports) {
    return text.replaceAll("\\b8000\\b", Integer.toString(ports.front()))
        .replaceAll("\\b8080\\b", Integer.toString(ports.door()))
        .replaceAll("\\b808[234]\\b", Integer.toString(ports.check()))
        .replaceAll("\\b3000\\b", Integer.toString(ports.app()));
  }

  private static String withTls(Kind kind, String text, Ports ports, Path place) {
    String pem = place.resolve("front.pem").toString();
    String key = place.resolve("front.key").toString();
    return switch (kind) {
      case NGINX ->
          text.replaceFirst(
              "listen 127.0.0.1:(\\d+) default_server backlog=1024;",
              "listen 127.0.0.1:$1 ssl default_server; ssl_certificate "
                  + pem
                  + "; ssl_certificate_key "
                  + key
                  + ";");
      case APACHE ->
          text.replace(
                  "LoadModule lua_module",
                  "LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so\nLoadModule lua_module")
              .replace(
                  "  ProxyRequests Off",
                  "  SSLEngine on\n  SSLCertificateFile "
                      + pem
                      + "\n  SSLCertificateKeyFile "
                      + key
                      + "\n  ProxyRequests Off");
      case CADDY ->
          text.replace(
              ":" + ports.front() + " {\n",
              ":" + ports.front() + " {\n\ttls " + pem + " " + key + "\n");
      case HAPROXY ->
          text.replace(
              "bind 127.0.0.1:" + ports.front(),
              "bind 127.0.0.1:" + ports.front() + " ssl crt " + place.resolve("both.pem"));
    };
  }

  private static List<String> command(Kind kind, Path place) {
    return switch (kind) {
      case NGINX ->
          List.of(
              "nginx", "-p", place.toString(), "-c", "nginx.conf", "-g", "daemon off; user root;");
      case APACHE -> List.of("apache2", "-d", place.toString(), "-f", "httpd.conf", "-DFOREGROUND");
      case CADDY -> List.of("caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile");
      case HAPROXY -> List.of("haproxy", "-db", "-f", "haproxy.cfg");
    };
  }

  private static void await(Process process, int port, Path place)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(
              "the front did not start: " + Files.readString(place.resolve("front.log")), e);
        }
        Thread.sleep(50);
      }
    }
  }

  @Override
  public void close() {
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
  }
}
