package dev.doorward.server.acme;

import dev.doorward.config.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/** A CA, spoken to by ACME (RFC 8555), for a while. Not for several threads. */
final class Authority implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Settings.Certificates.ByAcme settings;
  private final AcmeFolder folder;
  private final InstantSource clock;
  private final Transport transport;
  private final Session session;
  private @Nullable Login login;

  /** Asks nothing yet. */
  Authority(Settings.Certificates.ByAcme settings, AcmeFolder folder, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.folder = folder;
    this.clock = clock;
    this.transport = new Transport(clock, settings.directoryCa());
    this.session = new Session(settings.directory(), transport);
    session.setLocale(Locale.ENGLISH);
  }

  /**
   * Gets a certificate for a host, with a new key. Takes up to some minutes.
   *
   * @throws AcmeFailure when there is none, saying why
   */
  KeyAndChain issue(String host, Validation validation) throws AcmeFailure, InterruptedException {
    try {
      Order order = login().newOrder().domain(host).create();
      for (Authorization each : order.getAuthorizations()) {
        prove(host, each, validation);
      }
      if (order.waitUntilReady(PATIENCE) == Status.INVALID) {
        throw refused(order, validation.remedy(host));
      }
      KeyPair keys = KeyAndChain.newKeys();
      order.execute(keys);
      if (order.waitForCompletion(PATIENCE) != Status.VALID) {
        throw refused(order, "Look at what the CA says of this host.");
      }
      KeyAndChain got =
          new KeyAndChain(keys.getPrivate(), order.getCertificate().getCertificateChain());
      if (!got.isPair() || !got.names(host)) {
        throw new AcmeFailure(
            "the certificate which the CA gave is not the one that was asked for",
            "Report it to the CA.");
      }
      return got;
    } catch (AcmeException | IOException | GeneralSecurityException e) {
      throw failure(e);
    } catch (RuntimeException e) {
      // acme4j tells what breaks the protocol by unchecked exceptions of several kinds.
      throw failure(e);
    }
  }

  private Login login() throws AcmeException, IOException, AcmeFailure {
    Login known = login;
    if (known == null) {
      if (session.getMetadata().isExternalAccountRequired()) {
        throw new AcmeFailure(
            "this CA knows only accounts made with it beforehand (external account binding)",
            "That is not built; name a CA without it by tls.directory.");
      }
      known =
          new AccountBuilder()
              .addEmail(settings.contact())
              .agreeToTermsOfService()
              .useKeyPair(folder.account())
              .createLogin(session);
      login = known;
    }
    return known;
  }

  private static void prove(String host, Authorization authorization, Validation validation)
      throws AcmeException, AcmeFailure, IOException, InterruptedException {
    if (authorization.getStatus() == Status.VALID) {
      return; // proved not long ago
    }
    Optional<Validation.Prepared> ready = validation.prepare(host, authorization);
    if (ready.isEmpty()) {
      throw new AcmeFailure(
          "the CA does not offer the challenge " + validation.type(),
          validation instanceof Validation.ByTls
              ? "Set redirect-from, for the challenge http-01."
              : "Remove redirect-from, for the challenge tls-alpn-01.");
    }
    try (Validation.Prepared prepared = ready.get()) {
      prepared.challenge().trigger();
      if (authorization.waitForCompletion(PATIENCE) != Status.VALID) {
        String why =
            authorization.getChallenges().stream()
                .flatMap(each -> each.getError().stream())
                .map(Problem::toString)
                .findFirst()
                .orElse("it does not say why");
        throw new AcmeFailure(
            "the CA did not accept the challenge %s: %s".formatted(validation.type(), why),
            validation.remedy(host));
      }
    }
  }

  private static AcmeFailure refused(Order order, String remedy) {
    return new AcmeFailure(
        "the CA refused: " + order.getError().map(Problem::toString).orElse("it does not say why"),
        remedy);
  }

  private AcmeFailure failure(Exception e) {
    Optional<Instant> later = transport.retryAfter().filter(clock.instant()::isBefore);
    return switch (e) {
      case AcmeNetworkException network ->
          AcmeFailure.unreachable(
              "the CA cannot be reached: " + cause(network),
              "Look at the network, the name server and tls.directory (%s); a CA of your own may need tls.directory-ca."
                  .formatted(settings.directory()));
      case AcmeRateLimitedException limited ->
          new AcmeFailure(
              "the CA limits how often it is asked: " + limited.getMessage(),
              "It is waited as long as the CA says; try with staging: true meanwhile.",
              later);
      case AcmeUserActionRequiredException terms ->
          new AcmeFailure("the CA wants something of you first: " + terms, "Do it.", later);
      case IOException file ->
          new AcmeFailure(String.valueOf(file.getMessage()), "Put it right.", later);
      default ->
          new AcmeFailure(
              "the CA could not be used: "
                  + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
              "Look at what it says; tls.directory is %s.".formatted(settings.directory()),
              later);
    };
  }

  /** The innermost says most, but for what the JDK says without a word. */
  private String cause(Throwable e) {
    Throwable inner = e;
    boolean noConnection = false;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
      noConnection |= inner instanceof ConnectException;
    }
    if (inner instanceof UnresolvedAddressException) {
      return "the name %s is not known".formatted(settings.directory().getHost());
    }
    if (noConnection) {
      return "no connection to " + settings.directory().getAuthority();
    }
    String said = inner.getMessage();
    String kind = inner.getClass().getSimpleName();
    return said == null ? kind : kind + ": " + said;
  }

  @Override
  public void close() {
    session.getHttpClient().shutdownNow();
  }
}
