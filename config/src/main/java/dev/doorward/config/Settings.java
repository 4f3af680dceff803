package dev.doorward.config;

import dev.doorward.core.Policy;
import dev.doorward.core.request.Front;
import dev.doorward.core.route.Origin;
import dev.doorward.core.where.PrefixSet;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code doorward.yaml}, validated. One record for each of its blocks, with the same names.
 *
 * @param file where it was read from
 * @param listen where the door listens
 * @param proxyProtocol whether connections to it, and to what redirects to https, begin with a
 *     header of the PROXY protocol
 * @param origin how browsers name the door
 * @param checks the faces which other proxies ask
 * @param admin the listener of the admin API, metrics and health
 * @param audit where the audit log is written; relative paths lie beside the file
 * @param accessLog where every request is written; off where empty
 * @param trust another Doorward whose tokens are verified; then nothing is kept here
 * @param roles each declared role with its permissions; {@code *} for all
 * @param scopes every scope which a route names
 * @param resources every resource which tokens may be made for
 * @param policy all rules, compiled
 * @param adminPolicy those of the admin listener, where there is one
 * @param warnings what is allowed but probably not meant, each with its place
 * @param files which must be read again when they change
 * @param counts routes, roles and prefixes as {@code policy check} prints them
 */
public record Settings(
    Path file,
    InetSocketAddress listen,
    boolean proxyProtocol,
    Origin origin,
    List<Check> checks,
    Optional<Admin> admin,
    Optional<Path> audit,
    Optional<Path> accessLog,
    StoreAt store,
    Optional<Trust> trust,
    Optional<Tls> tls,
    List<SiteTls> siteTls,
    Session session,
    Tokens tokens,
    Passwords passwords,
    Throttle throttle,
    Limits limits,
    Timeouts timeouts,
    Map<String, Set<String>> roles,
    Set<String> scopes,
    Set<String> resources,
    Policy policy,
    Optional<Policy> adminPolicy,
    List<String> warnings,
    List<Path> files,
    Counts counts) {
  /** Where data is kept. */
  public sealed interface StoreAt {
    /** A SQLite file. */
    record Sqlite(Path file) implements StoreAt {}

    /** PostgreSQL, or what speaks its protocol; {@code postgresql://…}. */
    record Postgres(String url) implements StoreAt {}
  }

  /**
   * Another Doorward whose tokens are verified.
   *
   * @param origin its issuer
   * @param server where its API is asked
   * @param token by which it knows the verifier
   */
  public record Trust(Origin origin, URI server, String token) {
    @Override
    public String toString() {
      return "Trust[" + origin + ", " + server + "]"; // not the token, which is a secret
    }
  }

  /**
   * How the door speaks TLS.
   *
   * @param redirectFrom a plain listener which sends people to https
   */
  public record Tls(Certificates certificates, Optional<InetSocketAddress> redirectFrom) {}

  /** Where certificates come from. */
  public sealed interface Certificates {
    /** From PEM files: one for every name but those of sites which have their own. */
    record InFiles(Path certificate, Path key) implements Certificates {}

    /**
     * From a CA by ACME (RFC 8555): one for each name but those of sites which have their own.
     *
     * @param contact a mail address
     * @param directory where the CA is found
     * @param directoryCa certificates as PEM by which the CA's own is trusted, in place of the
     *     usual ones
     */
    record ByAcme(String contact, URI directory, Optional<Path> directoryCa)
        implements Certificates {}
  }

  /** A site with a certificate of its own. */
  public record SiteTls(String host, Path certificate, Path key) {}

  /** What a front proxy speaks when it asks; never guessed. */
  public enum Dialect {
    /** {@code auth_request} of nginx, and the script for Apache httpd: two steps. */
    NGINX(Front.RELAYING),
    /** {@code forward_auth} of Caddy. */
    CADDY(Front.RELAYING),
    /** {@code ForwardAuth} of Traefik. */
    TRAEFIK(Front.ANY_2XX_IS_LEAVE),
    /** The script for HAProxy. */
    HAPROXY(Front.RELAYING),
    /** {@code ext_authz} of Envoy with an HTTP service. */
    ENVOY_HTTP(Front.RELAYING),
    /** {@code ext_authz} of Envoy with a gRPC service. */
    ENVOY_GRPC(Front.RELAYING);

    private final Front front;

    Dialect(Front front) {
      this.front = front;
    }

    /** What a front of that dialect makes of an answer. */
    public Front front() {
      return front;
    }

    /** As the file writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The dialect of that word. */
    public static Optional<Dialect> named(String word) {
      return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
  }

  /**
   * A listener which a front proxy asks.
   *
   * @param from the fronts that may ask; everybody who reaches the loopback address where empty
   */
  public record Check(InetSocketAddress listen, Dialect dialect, Optional<PrefixSet> from) {}

  /** The admin listener, and how browsers name it. */
  public record Admin(InetSocketAddress listen, Origin origin) {}

  /** How long sessions last, since their last use and at most. */
  public record Session(
      Duration idle, Duration absolute, Duration rememberIdle, Duration rememberAbsolute) {}

  /** How long tokens last, and how far clocks may differ. */
  public record Tokens(Duration access, Duration opaque, Duration leeway) {}

  /** How passwords are taken: least length, hashes at once, and how many may wait. */
  public record Passwords(int min, int parallel, int queue) {}

  /** {@code count} failures within {@code window}. */
  public record Rate(int count, Duration window) {}

  /** When guessing is stopped. */
  public record Throttle(Rate pair, Rate user, Rate address, Rate tokens, PrefixSet exempt) {}

  /** Sizes in bytes, and counts. */
  public record Limits(
      int target, int field, int headers, int fields, int ownBody, int connections) {}

  /** Deadlines. */
  public record Timeouts(
      Duration header, Duration idle, Duration stream, Duration upstream, Duration stop) {}

  /** What the file holds. */
  public record Counts(int routes, int roles, int prefixes) {
    @Override
    public String toString() {
      return "%d %s, %d %s, %d %s"
          .formatted(
              routes,
              routes == 1 ? "route" : "routes",
              roles,
              roles == 1 ? "role" : "roles",
              prefixes,
              prefixes == 1 ? "prefix" : "prefixes");
    }
  }
}
