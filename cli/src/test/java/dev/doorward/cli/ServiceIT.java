package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.doorward.contract.fixture.Certificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As a service: the unit of systemd, and the packaged command as a user who may nothing but what
 * the unit lets him.
 */
class ServiceIT {
  private static final Path ROOT =
      Path.of(System.getProperty("doorward.root", "..")).toAbsolutePath().normalize();

  /** Bit 10 of a set of capabilities, and no other. */
  private static final String BIND_SERVICE = "0000000000000400";

  @TempDir private Path folder;

  @BeforeEach
  void openForOthers() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  @Tag("needs-systemd")
  void systemdTakesTheUnitAndFindsLittleExposed() throws Exception {
    Path unit = folder.resolve("doorward.service");
    String text = Files.readString(ROOT.resolve("packaging/doorward.service"));
    Files.writeString(unit, text.replace("/opt/doorward/doorward", ROOT + "/doorward"));

    Said verified = run("systemd-analyze", "verify", "--man=no", unit.toString());
    assertThat(verified.text()).doesNotContain("doorward.service");
    assertThat(verified.exit()).as(verified.text()).isZero();

    Said exposure =
        run("systemd-analyze", "security", "--offline=yes", "--no-pager", unit.toString());
    Matcher level = Pattern.compile("exposure level for \\S+: ([0-9.]+) ").matcher(exposure.text());
    assertThat(level.find()).as(exposure.text()).isTrue();
    assertThat(Double.parseDouble(level.group(1))).isLessThan(2.0);
  }

  @Test
  void anOrdinaryUserListensOnPortsBelow1024WithThatCapabilityAlone() throws Exception {
    mayBecomeNobody();
    String address = loopback();
    Path home = home(address, 443, 80);
    Process server = serve(home, List.of(), "-all,+net_bind_service");
    try {
      await(server, address, 443, home);
      assertThat(ask(address, 80, "app.test")).startsWith("HTTP/1.1 308 ");
      // The launcher became the JVM, so that signals reach it.
      String status = Files.readString(Path.of("/proc/" + server.pid() + "/status"));
      assertThat(status)
          .containsPattern("Uid:\\s+65534\\s+65534\\s+65534\\s+65534")
          .containsPattern("CapEff:\\s+" + BIND_SERVICE)
          .containsPattern("CapPrm:\\s+" + BIND_SERVICE)
          .containsPattern("CapBnd:\\s+" + BIND_SERVICE)
          .containsPattern("NoNewPrivs:\\s+1");
      server.destroy(); // SIGTERM, as systemd does
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).as("SuccessExitStatus of the unit").isEqualTo(143);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void whereNobodyElseMayTheCapabilityIsEnough() throws Exception {
    mayBecomeNobody();
    assumeNetworkOfItsOwn();
    Path home = home("0.0.0.0", 443, 80);
    Process server = serve(home, List.of("unshare", "--net"), "-all,+net_bind_service");
    try {
      Path sockets = Path.of("/proc/" + server.pid() + "/net/tcp");
      for (String port : new String[] {":01BB ", ":0050 "}) {
        while (!listens(sockets, port)) {
          assertThat(server.isAlive()).as(Files.readString(home.resolve("log"))).isTrue();
          Thread.sleep(100);
        }
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void withoutItHeIsToldWhatToDo() throws Exception {
    mayBecomeNobody();
    assumeNetworkOfItsOwn();
    Path home = home("0.0.0.0", 443, 8443);
    Process server = serve(home, List.of("unshare", "--net"), "-all");
    try {
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(1);
      // Before it the log says that this network has no interface, which is so.
      assertThat(Files.readAllLines(home.resolve("log")).getLast())
          .contains("cannot listen on 0.0.0.0:443 (Permission denied")
          .contains("ports below 1024 need the capability CAP_NET_BIND_SERVICE");
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /** The machine may let everybody listen anywhere; a fresh network of the kernel's does not. */
  private static void assumeNetworkOfItsOwn() throws Exception {
    Said start = run("unshare", "--net", "cat", "/proc/sys/net/ipv4/ip_unprivileged_port_start");
    assumeTrue(
        start.exit() == 0 && Integer.parseInt(start.text().strip()) > 443,
        "here everybody may listen on port 443, or no network can be made: " + start.text());
  }

  /** Whether that table of the kernel has a port, in hexadecimal, in the state LISTEN. */
  private static boolean listens(Path sockets, String port) throws IOException {
    for (String name : new String[] {"", "6"}) {
      boolean found =
          Files.readAllLines(sockets.resolveSibling("tcp" + name)).stream()
              .map(String::strip)
              .anyMatch(line ->
                  line.split(" +")[1].concat(" ").endsWith(port)
                      && line.split(" +")[3].equals("0A"));
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static void mayBecomeNobody() throws Exception {
    Nobody.assumeRoot();
    List<String> command = new ArrayList<>(Nobody.RUNS);
    command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-version"));
    Said java = run(command.toArray(String[]::new));
    assumeTrue(java.exit() == 0, "nobody cannot run this JDK: " + java.text());
  }

  /** An address of its own, so that nobody else has its ports. */
  private static String loopback() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "127.77." + random.nextInt(1, 255) + "." + random.nextInt(1, 255);
  }

  /** What the service has: its folder, which belongs to it. */
  private Path home(String address, int tls, int plain) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Certificates.write(home, "app.test", "app.test");
    Files.writeString(
        home.resolve("doorward.yaml"),
        """
        listen: %s:%d
        origin: https://app.test
        tls: { certificate: app.test.pem, key: app.test.key, redirect-from: "%s:%d" }
        """
            .formatted(address, tls, address, plain));
    Said owned = run("chown", "-R", Nobody.ID + ":" + Nobody.ID, home.toString());
    assertThat(owned.exit()).as(owned.text()).isZero();
    return home;
  }

  /** Runs the command as it is laid out for a service, with these capabilities at most. */
  private Process serve(Path home, List<String> before, String capabilities) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(Nobody.RUNS);
    command.addAll(
        List.of(
            "--no-new-privs",
            "--bounding-set=" + capabilities,
            "--inh-caps=" + capabilities,
            "--ambient-caps=" + capabilities,
            installed().resolve("doorward").toString(),
            "serve",
            "-c",
            home.resolve("doorward.yaml").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile());
    builder.environment().put("DOORWARD_JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  /** The launcher and what it needs, and nothing of the sources. */
  private Path installed() throws IOException {
    Path there = folder.resolve("opt");
    List<Path> files = new ArrayList<>(List.of(Path.of("doorward"), Path.of("build/java.sh")));
    try (Stream<Path> dist =
        Files.walk(ROOT.resolve("cli/target/dist"), FileVisitOption.FOLLOW_LINKS)) {
      dist.filter(Files::isRegularFile).map(ROOT::relativize).forEach(files::add);
    }
    for (Path each : files) {
      Path to = there.resolve(each);
      Files.createDirectories(to.getParent());
      Files.copy(ROOT.resolve(each), to);
    }
    Files.writeString(there.resolve("cli/target/dist/.built"), "");
    return there;
  }

  private static void await(Process server, String address, int port, Path home) throws Exception {
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), 1000);
        return;
      } catch (IOException e) {
        assertThat(server.isAlive()).as(Files.readString(home.resolve("log"))).isTrue();
        Thread.sleep(100);
      }
    }
  }

  private static String ask(String address, int port, String host) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      socket.setSoTimeout(20_000);
      String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private record Said(int exit, String text) {}

  private static Said run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }
}
