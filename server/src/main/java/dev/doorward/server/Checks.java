package dev.doorward.server;

import dev.doorward.config.Settings;
import dev.doorward.core.Policy;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Mind;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.Handler;
import dev.doorward.http.HttpServer;
import dev.doorward.http.Limits;
import dev.doorward.http.Listener;
import dev.doorward.http.Timeouts;
import dev.doorward.server.check.CheckFace;
import dev.doorward.server.check.EnvoyGrpcFace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The listeners which front proxies ask. */
final class Checks {
  /** A question carries the client's head and what the front says about it. */
  private static final int MORE_FIELDS = 16;

  /** Envoy puts the client's path behind ours. */
  private static final int PREFIX = "/.doorward/check".length();

  /** Fronts keep their connections: we must not be the first to close one. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final List<Settings.Check> settings;
  private final List<CheckFace> faces = new ArrayList<>();
  private final List<HttpServer> servers = new ArrayList<>();

  Checks(
      Settings s, Supplier<Policy> policy, Mind mind, Facts facts, Writer writer, Witness witness) {
    settings = s.checks();
    for (Settings.Check check : settings) {
      faces.add(new CheckFace(check, policy, mind, facts, writer, witness));
    }
  }

  /** Starts to listen; what listens already is to be stopped when this throws. */
  void start(Limits limits, Timeouts timeouts) throws IOException {
    for (int i = 0; i < faces.size(); i++) {
      Listener listener = Listener.plain(settings.get(i).listen());
      servers.add(
          HttpServer.start(List.of(listener), handler(i), wider(limits), patient(timeouts)));
    }
  }

  private Handler handler(int i) {
    boolean grpc = settings.get(i).dialect() == Settings.Dialect.ENVOY_GRPC;
    return grpc ? new EnvoyGrpcFace(faces.get(i)) : faces.get(i);
  }

  List<InetSocketAddress> addresses() {
    return servers.stream().map(HttpServer::address).toList();
  }

  void adopt(List<Settings.Check> next, Limits limits, Timeouts timeouts) {
    for (int i = 0; i < faces.size(); i++) {
      faces.get(i).adopt(next.get(i).from());
      servers.get(i).adopt(wider(limits), patient(timeouts));
    }
  }

  void stop(Duration grace) {
    servers.forEach(server -> server.stop(grace));
  }

  private static Limits wider(Limits l) {
    return new Limits(
        l.target() + PREFIX,
        Math.max(l.field(), l.target()),
        l.headers() + l.target() + l.field(),
        l.fields() + MORE_FIELDS,
        l.connections());
  }

  private static Timeouts patient(Timeouts t) {
    Duration idle = t.idle().compareTo(KEPT) > 0 ? t.idle() : KEPT;
    return new Timeouts(t.header(), idle, t.stream(), t.upstream(), t.stop());
  }
}
