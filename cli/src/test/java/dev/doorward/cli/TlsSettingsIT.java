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

  @TempDir private Path folder;

  @Test
  void nothingIsFoundAboveLow() throws Exception {
    try (Open open = Open.secure(folder)) {
      Path found = folder.resolve("found.json");
      List<String> command = new ArrayList<>(List.of("testssl", "--quiet", "--color", "0"));
      command.addAll(List.of("--warnings", "off", "--jsonfile", found.toString()));
      command.addAll(List.of("--ip", "127.0.0.1", "-p", "-s", "-f", "-S", "-U"));
      command.add("app.test:" + open.port);
      Open.Said said = Open.run(folder, command);
      List<String> findings = new ArrayList<>();
      List<String> asked = new ArrayList<>();
      for (JsonNode each : JsonMapper.shared().readTree(Files.readString(found))) {
        String id = each.get("id").asString();
        asked.add(id);
        if (!HARMLESS.contains(each.get("severity").asString()) && !NOT_OURS.contains(id)) {
          findings.add(each.toString());
        }
      }
      assertThat(asked)
          .as(said.text())
          .contains(
              "TLS1_3", "ALPN_HTTP2", "heartbleed", "secure_client_renego", "ROBOT", "LUCKY13");
      assertThat(findings).isEmpty();
    }
  }
}
