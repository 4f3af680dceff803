package dev.doorward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Keycloak of one node with a realm {@code bench}. */
record Keycloak(Path home, int port) {
  static final String TOKEN = "/realms/bench/protocol/openid-connect/token";
  static final String INTROSPECTION = TOKEN + "/introspect";

  // As Doorward hashes passwords.
  private static final String HASH_MEMORY = "--spi-password-hashing--argon2--memory=19456";
  private static final String HASH_PASSES = "--spi-password-hashing--argon2--iterations=2";

  /**
   * Makes its database, with the realm, a client which introspects, and alice.
   *
   * @throws IOException when it cannot be made
   */
  void prepare(String client, String secret, String password)
      throws IOException, InterruptedException {
    Path realm =
        Files.writeString(
            home.resolve("bench-realm.json"),
            """
            { "realm": "bench", "enabled": true, "sslRequired": "none",
              "accessTokenLifespan": 43200, "ssoSessionIdleTimeout": 43200,
              "defaultSignatureAlgorithm": "ES256",
              "clients": [ { "clientId": "%s", "secret": "%s", "publicClient": false,
                "directAccessGrantsEnabled": true,
                "protocolMappers": [ { "name": "audience", "protocol": "openid-connect",
                  "protocolMapper": "oidc-audience-mapper", "config": {
                    "included.client.audience": "%s", "access.token.claim": "true",
                    "introspection.token.claim": "true" } } ] } ],
              "users": [ { "username": "alice", "enabled": true, "email": "alice@example.com",
                "emailVerified": true, "firstName": "Alice", "lastName": "A",
                "credentials": [ { "type": "password", "value": "%s" } ] } ] }
            """
                .formatted(client, secret, client, password));
    Path log = home.resolve("import.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                script(), "import", "--optimized", "--file=" + realm, HASH_MEMORY, HASH_PASSES)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment());
    if (builder.start().waitFor() != 0) {
      throw new IOException("Keycloak's realm could not be imported; what was said is in " + log);
    }
  }

  Map<String, String> environment() {
    return Map.of(
        "JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx875m");
  }

  String[] start() {
    return List.of(
            script(),
            "start",
            "--optimized",
            "--cache=local",
            "--http-enabled=true",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--hostname-strict=false",
            HASH_MEMORY,
            HASH_PASSES)
        .toArray(String[]::new);
  }

  private String script() {
    return home.resolve("bin/kc.sh").toString();
  }
}
