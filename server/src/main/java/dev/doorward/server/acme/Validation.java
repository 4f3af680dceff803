package dev.doorward.server.acme;

import dev.doorward.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/** How a CA is shown that a host is ours. */
sealed interface Validation {
  /** What it is called in RFC 8555 and RFC 8737. */
  String type();

  /** What must be so for it to succeed. */
  String remedy(String host);

  /** Makes the answer ready for the CA; empty where it does not offer this way. */
  Optional<Prepared> prepare(String host, Authorization authorization) throws IOException;

  /** A challenge whose answer is ready, until it is closed. */
  record Prepared(Challenge challenge, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  /** A token at the listener for plain HTTP. */
  record ByHttp(HttpChallenges answers, InetSocketAddress at) implements Validation {
    @Override
    public String type() {
      return Http01Challenge.TYPE;
    }

    @Override
    public String remedy(String host) {
      return "The CA must reach http://%s/ at port 80, and that must lead to redirect-from (%s): look at the DNS entry of the host, forwarding and firewall."
          .formatted(host, text(at));
    }

    @Override
    public Optional<Prepared> prepare(String host, Authorization authorization) {
      return authorization
          .findChallenge(Http01Challenge.class)
          .map(challenge -> {
            String token = challenge.getToken();
            answers.put(host, token, challenge.getAuthorization());
            return new Prepared(challenge, () -> answers.remove(host, token));
          });
    }
  }

  /** A certificate in a handshake at the listener for TLS. */
  record ByTls(HttpServer server, InetSocketAddress at, InstantSource clock) implements Validation {
    @Override
    public String type() {
      return TlsAlpn01Challenge.TYPE;
    }

    @Override
    public String remedy(String host) {
      return "The CA must reach port 443 of %s, and that must lead to listen (%s) with nobody ending TLS between: look at the DNS entry of the host, forwarding and firewall, or set redirect-from for port 80."
          .formatted(host, text(at));
    }

    @Override
    public Optional<Prepared> prepare(String host, Authorization authorization) throws IOException {
      Optional<TlsAlpn01Challenge> found = authorization.findChallenge(TlsAlpn01Challenge.class);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      // Not acme4j's own, for which Bouncy Castle would have to be installed for everybody.
      KeyAndChain shown =
          SelfSigned.challenge(host, found.get().getAcmeValidation(), clock.instant());
      server.presentChallenge(host, shown.leaf(), shown.key());
      return Optional.of(new Prepared(found.get(), () -> server.withdrawChallenge(host)));
    }
  }

  private static String text(InetSocketAddress at) {
    return at.getAddress().getHostAddress() + ":" + at.getPort();
  }
}
