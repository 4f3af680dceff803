package dev.doorward.core;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.where.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A request as tests write it; each method gives another one. */
public record Requests(
    String method,
    String target,
    Optional<String> host,
    Peer peer,
    Map<String, List<String>> fields) {
  public static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  public static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

  /** A request to {@code 127.0.0.1:8080} from 127.1.0.1. */
  public static Requests of(String method, String target) {
    Address from = Address.parse("127.1.0.1").orElseThrow();
    Peer peer = new Peer(from, 8080, true, false, Optional.empty(), Front.NONE);
    return new Requests(method, target, Optional.of("127.0.0.1:8080"), peer, Map.of());
  }

  public static Requests get(String target) {
    return of("GET", target);
  }

  /** One more line of a field; names which no decision reads are refused. */
  public Requests with(String name, String value) {
    Field.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    Map<String, List<String>> more = new TreeMap<>(fields);
    List<String> lines =
        new ArrayList<>(more.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    lines.add(value);
    more.put(name.toLowerCase(Locale.ROOT), lines);
    return new Requests(method, target, host, peer, more);
  }

  public Requests bearer(String token) {
    return with("authorization", "Bearer " + token);
  }

  public Requests cookie(String value) {
    return with("cookie", value);
  }

  public Requests from(String address) {
    Address from = Address.parse(address).orElseThrow();
    return new Requests(
        method,
        target,
        host,
        new Peer(
            from, peer.listener(), peer.onLoopback(), peer.tls(), peer.serverName(), Front.NONE),
        fields);
  }

  public Requests host(String named) {
    return new Requests(
        method, target, named.isEmpty() ? Optional.empty() : Optional.of(named), peer, fields);
  }

  /** The same over another connection. */
  public Requests over(int listener, boolean onLoopback, boolean tls, String serverName) {
    Optional<String> name = serverName.isEmpty() ? Optional.empty() : Optional.of(serverName);
    return new Requests(
        method,
        target,
        host,
        new Peer(peer.address(), listener, onLoopback, tls, name, peer.front()),
        fields);
  }

  public RequestFacts facts() {
    Fields lines = field -> fields.getOrDefault(field.wire(), List.of());
    return new RequestFacts(1, ID, NOW, new Method(method), Target.of(target, host), peer, lines);
  }
}
