package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Protocols, ciphers, server defaults and known weaknesses, as testssl.sh finds them. */
@Tag("needs-testssl")
class TlsSettingsIT {
  /** What is said of the certificate, which is made for this test, and of the tool itself. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "cert_chain_of_trust",
          "cert_expirationStatus",
          "cert_notAfter",
          "cert_revocation",
          "engine_problem");

  private static final Set<String> HARMLESS = Set.of("OK", "INFO", "LOW", "DEBUG");

  /** Of a check which the tool could not do: its client left before the server had said all. */
  private static final String NOT_CHECKED = "WARN";

  private static final int TRIES = 3;

  private record Finding(String id, String severity, String text) {}

  @TempDir private Path folder;

  @Test
  void nothingIsFoundAboveLow() throws Exception {
    try (Open open = Open.secure(folder)) {
      List<Finding> findings = ask(open.port);
      for (int i = 1; i < TRIES && onlyUnchecked(findings); i++) {
        findings = ask(open.port);
      }
      assertThat(findings).isEmpty();
    }
  }

  private static boolean onlyUnchecked(List<Finding> findings) {
    return !findings.isEmpty() && findings.stream().allMatch(f -> f.severity.equals(NOT_CHECKED));
  }

  private List<Finding> ask(int port) throws Exception {
    Path found = folder.resolve("found.json");
    Files.deleteIfExists(found);
    List<String> command = new ArrayList<>(List.of("testssl", "--quiet", "--color", "0"));
    command.addAll(List.of("--warnings", "off", "--jsonfile", found.toString()));
    command.addAll(List.of("--ip", "127.0.0.1", "-p", "-s", "-f", "-S", "-U"));
    command.add("app.test:" + port);
    Open.Said said = Open.run(folder, command);
    List<Finding> findings = new ArrayList<>();
    List<String> asked = new ArrayList<>();
    for (JsonNode each : JsonMapper.shared().readTree(Files.readString(found))) {
      String id = each.get("id").asString();
      String severity = each.get("severity").asString();
      asked.add(id);
      if (!HARMLESS.contains(severity) && !NOT_OURS.contains(id)) {
        findings.add(new Finding(id, severity, each.toString()));
      }
    }
    assertThat(asked)
        .as(said.text())
        .contains("TLS1_3", "ALPN_HTTP2", "heartbleed", "secure_client_renego", "ROBOT", "LUCKY13");
    return findings;
  }
}
