package dev.doorward.servlet;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Event;
import dev.doorward.core.may.Identify;
import dev.doorward.face.Services;
import dev.doorward.face.api.Api;
import dev.doorward.face.shared.Endpoints;
import dev.doorward.face.shared.Pulse;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.identity.throttle.Throttle;
import dev.doorward.portal.OpenEndpoints;
import dev.doorward.servlet.verify.RemoteIdentify;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another Doorward, whose tokens are verified; nothing is kept here. */
final class TrustedGround implements Ground {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedGround.class);

  private final Throttle guesses;
  private final RemoteIdentify mind;
  private final Writer writer;
  private final Witness witness;
  private final Endpoints endpoints;

  TrustedGround(Settings settings, Settings.Trust trust, Pulse pulse, Witness more) {
    OpenEndpoints open = new OpenEndpoints();
    this.guesses = new Throttle(InstantSource.system(), Services.rules(settings));
    this.mind = RemoteIdentify.of(trust, guesses, settings.tokens().leeway());
    this.writer = new Writer(open.pages());
    this.witness = more;
    this.endpoints = new Endpoints(open, pulse, writer, witness);
  }

  @Override
  public Identify mind() {
    return mind;
  }

  @Override
  public Writer writer() {
    return writer;
  }

  @Override
  public Witness witness() {
    return witness;
  }

  @Override
  public Endpoints endpoints() {
    return endpoints;
  }

  @Override
  public Optional<Api> api() {
    return Optional.empty();
  }

  @Override
  public void adopt(Settings next) {
    guesses.setRules(Services.rules(next));
    mind.setLeeway(next.tokens().leeway());
  }

  @Override
  public void reopen() {}

  /** There is no audit log here: what happened is told in the server's log. */
  @Override
  public void note(Event event) {
    LOG.debug("{}", event.kind());
  }

  @Override
  public void sweep() {}

  @Override
  public Optional<String> trouble() {
    return mind.isCurrent()
        ? Optional.empty()
        : Optional.of("the Doorward which is trusted cannot be reached");
  }

  @Override
  public void close() {
    mind.close();
  }
}
