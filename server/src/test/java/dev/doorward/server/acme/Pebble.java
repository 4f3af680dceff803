package dev.doorward.server.acme;

import dev.doorward.contract.fixture.Certificates;
import dev.doorward.contract.fixture.FreePort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real CA for tests, Let's Encrypt's pebble, with a name server by which every name is 127.0.0.1.
 * It validates for real, and forgets everything when it ends.
 */
final class Pebble implements AutoCloseable {
  private static final String NAMES = "pebble-challtestsrv";

  final int port = FreePort.next();
  private final int management = FreePort.next();
  private final int dns = FreePort.next();
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  /** Where it looks for answers: at the one port by plain HTTP, at the other by TLS. */
  Pebble(Path folder, int http, int tls) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    Certificates.write(folder, "pebble");
    Files.writeString(
        folder.resolve("pebble.json"),
        """
        { "pebble": {
          "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
          "certificate": "%s", "privateKey": "%s",
          "httpPort": %d, "tlsPort": %d } }
        """
            .formatted(
                port,
                management,
                folder.resolve("pebble.pem"),
                folder.resolve("pebble.key"),
                http,
                tls));
    start();
  }

  /** Begins, or begins again with nothing known. */
  void start() throws IOException, InterruptedException {
    run(
        NAMES,
        "-dns01",
        "127.0.0.1:" + dns,
        "-management",
        "127.0.0.1:" + FreePort.next(),
        "-defaultIPv6",
        "",
        "-http01",
        "",
        "-https01",
        "",
        "-tlsalpn01",
        "");
    Process pebble =
        run(
            "pebble",
            "-config",
            folder.resolve("pebble.json").toString(),
            "-dnsserver",
            "127.0.0.1:" + dns);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
        return;
      } catch (IOException e) {
        if (!pebble.isAlive() || System.nanoTime() > end) {
          throw new IOException("pebble did not start: " + log(), e);
        }
        Thread.sleep(50);
      }
    }
  }

  private Process run(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(command[0] + ".log").toFile()));
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    builder.environment().put("PEBBLE_AUTHZREUSE", "0");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  URI directory() {
    return URI.create("https://127.0.0.1:" + port + "/dir");
  }

  /** By what its own certificate is believed. */
  Path ca() {
    return folder.resolve("pebble.pem");
  }

  /** What it did. */
  String log() throws IOException {
    return Files.readString(folder.resolve("pebble.log"));
  }

  /** What its certificates are believed by. */
  X509Certificate root() throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(Shown.trusting(certificate(Files.readString(ca()))))
            .build()) {
      String pem =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + management + "/roots/0"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return certificate(pem);
    }
  }

  private static X509Certificate certificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  /** Ends it; it can be begun again. */
  @Override
  public void close() throws InterruptedException {
    for (Process each : processes) {
      each.destroy();
      if (!each.waitFor(10, TimeUnit.SECONDS)) {
        each.destroyForcibly().waitFor();
      }
    }
    processes.clear();
  }
}
