package dev.doorward.servlet;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Event;
import dev.doorward.core.may.Identify;
import dev.doorward.core.route.ApiRoutes;
import dev.doorward.face.Services;
import dev.doorward.face.api.Api;
import dev.doorward.face.audit.AccessLog;
import dev.doorward.face.audit.AuditLog;
import dev.doorward.face.audit.AuditWitness;
import dev.doorward.face.control.Commands;
import dev.doorward.face.control.ControlSocket;
import dev.doorward.face.shared.Endpoints;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Pulse;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.identity.store.StoreException;
import dev.doorward.portal.Portal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A store of its own, with sign-in pages, admin API, logs and the socket for commands. */
final class OwnGround implements Ground {
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final Services services;
  private final Optional<AccessLog> accessLog;
  private final Witness witness;
  private final Writer writer;
  private final Endpoints endpoints;
  private final Api api;

  private OwnGround(
      Settings settings, Supplier<Settings> now, InstantSource clock, Pulse pulse, Witness more)
      throws IOException {
    Path socket = settings.file().resolveSibling("doorward.sock");
    ControlSocket.requireUnused(socket);
    services = Services.open(settings, clock);
    undo.push(services::close);
    try {
      accessLog =
          settings.accessLog().isPresent()
              ? Optional.of(AccessLog.open(settings.accessLog().get()))
              : Optional.empty();
      accessLog.ifPresent(log -> undo.push(log::close));
      List<Witness> witnesses = new ArrayList<>(List.of(more));
      services.auditLog().ifPresent(log -> witnesses.add(new AuditWitness(log, services.mind())));
      accessLog.ifPresent(witnesses::add);
      witness = Witness.all(witnesses);
      Portal portal = new Portal(services.house());
      writer = new Writer(portal.pages());
      endpoints = new Endpoints(portal, pulse, writer, witness);
      api =
          new Api(
              Face.INSIDE,
              ApiRoutes.INSIDE,
              services.house(),
              services.mind(),
              services.store(),
              witness);
      ControlSocket control =
          ControlSocket.listen(socket, new Commands(services.house(), services.mind(), now));
      undo.push(control::close);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens it.
   *
   * @param now the settings in force
   * @param more is told of every verdict and answer too
   * @throws IOException when a file cannot be used
   * @throws StoreException when the store cannot be opened
   */
  static OwnGround open(
      Settings settings, Supplier<Settings> now, InstantSource clock, Pulse pulse, Witness more)
      throws IOException {
    return new OwnGround(settings, now, clock, pulse, more);
  }

  Services services() {
    return services;
  }

  @Override
  public Identify mind() {
    return services.mind();
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
    return Optional.of(api);
  }

  @Override
  public void adopt(Settings next) {
    services.adopt(next);
  }

  @Override
  public void reopen() {
    services.auditLog().ifPresent(AuditLog::reopen);
    accessLog.ifPresent(AccessLog::reopen);
  }

  @Override
  public void note(Event event) {
    services.house().audit().note(event);
  }

  @Override
  public void sweep() {
    services.sweep();
  }

  @Override
  public Optional<String> trouble() {
    if (!services.isStoreReachable()) {
      return Optional.of("the store cannot be reached");
    }
    return services.auditLog().flatMap(AuditLog::trouble).isPresent()
        ? Optional.of("the audit log cannot be written: sign-ins and changes are refused")
        : Optional.empty();
  }

  /** Lets go of everything, the last first. */
  @Override
  public void close() {
    for (Runnable each = undo.poll(); each != null; each = undo.poll()) {
      each.run();
    }
  }
}
