package dev.doorward.bench;

import com.nimbusds.jose.jwk.JWKSet;
import dev.doorward.bench.Wrk.Question;
import dev.doorward.bench.Wrk.Turn;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The servers of the comparison, all on core 0, each set up as {@code bench/README.md} says. The
 * same ES256 token is asked about where a server takes those of others; a server which knows only
 * its own tokens is asked about one of them.
 */
final class PeerHouse implements AutoCloseable {
  private static final int HAPROXY = 4400;
  private static final int SPRING = 4401;
  private static final int KEYCLOAK = 4500;
  private static final int OIDC_PROVIDER = 4600;
  private static final String SECRET = "a-secret-of-this-benchmark-alone";
  private static final String CLIENT_ID = "checker";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String CLIENT =
      "Authorization: Basic "
          + Base64.getEncoder()
              .encodeToString((CLIENT_ID + ":" + SECRET).getBytes(StandardCharsets.US_ASCII));

  private final Path root;
  private final Path fetched;
  private final Path folder;
  private final Processes processes;
  private final List<Peer> peers = new ArrayList<>();

  /**
   * Starts them all.
   *
   * @param fetched where {@code bench/peers} left what it fetched
   */
  PeerHouse(Path root, Path fetched, Path folder) throws Exception {
    this.root = root;
    this.fetched = fetched;
    this.folder = folder;
    this.processes = new Processes(folder);
    try {
      String token = doorward();
      String keys = Asked.body(new Question(Contestants.DOOR, "/.doorward/oauth/jwks", List.of()));
      haproxy(token, keys);
      spring(token, keys);
      keycloak();
      oidcProvider();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  List<Peer> all() {
    return peers;
  }

  /** A turn of one of them, while the others stand still. */
  Turn turn(Peer peer, Question q, int connections, int seconds)
      throws IOException, InterruptedException {
    processes.only(peer.server().process());
    return Wrk.turn(q, peer.server().process(), connections, seconds);
  }

  /** Whether one tells a good token from a bad one; a server which says yes to all is fast. */
  boolean tells(Peer peer) throws IOException, InterruptedException {
    processes.only(peer.server().process());
    return Asked.ofToken(peer.check()) && !Asked.ofToken(peer.wrong());
  }

  /** The token which others are asked about, too. */
  private String doorward() throws Exception {
    DoorwardSetup doorward = DoorwardSetup.in(root, folder);
    String token = doorward.token();
    Processes.Started started = start(Contestants.CHECK, Map.of(), doorward.launcher().serve());
    peers.add(
        new Peer(
            "Doorward",
            doorward.launcher().run("", "--version").strip().replace("doorward ", ""),
            "check service",
            "whose token it is (verified once, then remembered until anything of it changes),"
                + " expiry, revocation, user, 1,000 routes, 100,000 denied prefixes",
            started,
            new Question(Contestants.CHECK, "/.doorward/check", Contestants.asked(bearer(token))),
            new Question(
                Contestants.CHECK, "/.doorward/check", Contestants.asked(bearer(wrong(token)))),
            Optional.of(
                new Question(
                    Contestants.DOOR,
                    "/.doorward/login",
                    List.of("Content-Type: application/json"),
                    "{\"username\":\"alice\",\"password\":\"" + DoorwardSetup.PASSWORD + "\"}"))));
    return token;
  }

  private void haproxy(String token, String keys) throws Exception {
    Path pem = folder.resolve("public.pem");
    Files.writeString(
        pem,
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(
                        JWKSet.parse(keys)
                            .getKeys()
                            .getFirst()
                            .toECKey()
                            .toECPublicKey()
                            .getEncoded())));
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            Contestants.HAPROXY_HEAD
                + """
                frontend jwt
                  bind 127.0.0.1:%d
                  http-request set-var(txn.bearer) http_auth_bearer
                  http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('$.alg')
                  http-request return status 401 unless { var(txn.alg) -m str ES256 }
                  http-request return status 401 unless { var(txn.bearer),jwt_verify(txn.alg,"%s") 1 }
                  http-request return status 401 unless { var(txn.bearer),jwt_payload_query('$.iss') -m str http://127.0.0.1:%d }
                  http-request set-var(txn.exp) var(txn.bearer),jwt_payload_query('$.exp','int')
                  http-request set-var(txn.left) date,neg,add(txn.exp)
                  http-request return status 401 unless { var(txn.left) -m int gt 0 }
                  http-request return status 200 hdr X-User %%[var(txn.bearer),jwt_payload_query('$.sub')]
                """
                    .formatted(HAPROXY, pem, Contestants.DOOR));
    peers.add(
        new Peer(
            "HAProxy",
            Page.haproxy(),
            "`jwt_verify`",
            "signature, issuer and expiry of the token, anew each time",
            start(HAPROXY, Map.of(), "haproxy", "-db", "-f", file.toString()),
            new Question(HAPROXY, "/r7/b", List.of(bearer(token))),
            new Question(HAPROXY, "/r7/b", List.of(bearer(wrong(token)))),
            Optional.empty()));
  }

  private void spring(String token, String keys) throws Exception {
    Files.writeString(folder.resolve("jwks.json"), keys);
    String classpath = Files.readString(fetched.resolve("spring.classpath")).strip();
    peers.add(
        new Peer(
            "Spring Security",
            classpath.replaceAll(".*/spring-security-core-([0-9.]+)\\.jar.*", "$1"),
            "resource server on Tomcat 11",
            "signature, type and expiry of the token, anew each time",
            start(
                SPRING,
                Map.of(),
                Processes.java(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                classpath,
                "dev.doorward.spring.cost.Contestant",
                "spring-security",
                Integer.toString(SPRING),
                folder.toString()),
            new Question(SPRING, "/r7/b", List.of(bearer(token))),
            new Question(SPRING, "/r7/b", List.of(bearer(wrong(token)))),
            Optional.empty()));
  }

  private void keycloak() throws Exception {
    Keycloak keycloak = new Keycloak(fetched.resolve("keycloak"), KEYCLOAK);
    keycloak.prepare(CLIENT_ID, SECRET, DoorwardSetup.PASSWORD);
    Processes.Started started = start(KEYCLOAK, keycloak.environment(), keycloak.start());
    Question signIn =
        new Question(
            KEYCLOAK,
            Keycloak.TOKEN,
            List.of(FORM, CLIENT),
            "grant_type=password&scope=openid&username=alice&password="
                + form(DoorwardSetup.PASSWORD));
    String token = accessToken(signIn);
    peers.add(
        new Peer(
            "Keycloak",
            Files.readString(fetched.resolve("keycloak.version")).strip(),
            "token introspection",
            "the asking client's secret; signature, audience and expiry of the token, its session,"
                + " the user",
            started,
            introspection(KEYCLOAK, Keycloak.INTROSPECTION, token),
            introspection(KEYCLOAK, Keycloak.INTROSPECTION, wrong(token)),
            Optional.of(signIn)));
  }

  private void oidcProvider() throws Exception {
    Path home = fetched.resolve("oidc-provider");
    Processes.Started started =
        start(
            OIDC_PROVIDER,
            Map.of("NODE_ENV", "production"),
            "node",
            home.resolve("server.mjs").toString(),
            Integer.toString(OIDC_PROVIDER));
    String token =
        accessToken(
            new Question(
                OIDC_PROVIDER, "/token", List.of(FORM, CLIENT), "grant_type=client_credentials"));
    peers.add(
        new Peer(
            "oidc-provider",
            JsonMapper.shared()
                .readTree(home.resolve("node_modules/oidc-provider/package.json").toFile())
                .path("version")
                .asString(),
            "token introspection, Node.js " + Page.node(),
            "the asking client's secret; the opaque token in a map in memory, expiry",
            started,
            introspection(OIDC_PROVIDER, "/token/introspection", token),
            introspection(OIDC_PROVIDER, "/token/introspection", wrong(token)),
            Optional.empty()));
  }

  private Processes.Started start(int port, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    System.err.println("bench: starting " + command[0]);
    processes.hold();
    return processes.listening(0, environment, List.of(port), command);
  }

  private static String accessToken(Question grant) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(Asked.body(grant)).path("access_token").asString();
  }

  private static Question introspection(int port, String path, String token) {
    return new Question(port, path, List.of(FORM, CLIENT), "token=" + form(token));
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  /** The token with another octet in what vouches for it. */
  private static String wrong(String token) {
    int at = token.length() - 20;
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static String form(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    processes.close();
  }
}
