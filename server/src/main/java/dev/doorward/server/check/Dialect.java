package dev.doorward.server.check;

import dev.doorward.config.Settings;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import java.util.List;
import java.util.Optional;

/** How one kind of front asks, and what it can carry of an answer. Decides nothing. */
interface Dialect {
  /** The path at which fronts ask. */
  String CHECK = "/.doorward/check";

  /** What most fronts say of the client's request, one line each. */
  List<String> X_FORWARDED_FIELDS =
      List.of("X-Forwarded-Method", "X-Forwarded-Uri", "X-Forwarded-Host", "X-Forwarded-Proto");

  /** Whether it asks at that path. */
  default boolean asksAt(String path) {
    return path.equals(CHECK);
  }

  /** The fields of which a question must have one line each (C295, C296). */
  default List<String> required() {
    return X_FORWARDED_FIELDS;
  }

  /** What it asks about, where all that is required is there. */
  default Asked asked(RequestHead head) {
    Headers h = head.headers();
    return new Asked(
        h.first("X-Forwarded-Method").orElse(""),
        h.first("X-Forwarded-Uri").orElse(""),
        h.first("X-Forwarded-Host").orElse(""));
  }

  /**
   * What it is told when the request may pass.
   *
   * @param judged whether {@code Authorization} was, so that the application shall not get it
   *     (C329)
   */
  default Reply.Whole permit(Headers fields, boolean judged) {
    return Permission.of(fields);
  }

  /** What it is told when the request may not pass: that is the answer of the client. */
  default Reply.Whole refuse(Reply.Whole truth) {
    return truth;
  }

  /** The second question of a front which cannot carry a whole answer in the first. */
  default Reply.Whole second(Reply.Whole truth) {
    return truth;
  }

  /** The answer which waits for the second question under that ticket, once. */
  default Optional<Reply.Whole> kept(String ticket) {
    return Optional.empty();
  }

  /** With the true status in a field of its own, by which a front knows that we answered. */
  static Reply.Whole marked(Reply.Whole truth) {
    return new Reply.Whole(
        truth.status(),
        truth.headers().with("Doorward-Status", Integer.toString(truth.status())),
        truth.body());
  }

  /** The dialect of a listener. */
  static Dialect of(Settings.Dialect named) {
    return switch (named) {
      case NGINX -> new Nginx();
      case CADDY -> new Caddy();
      case TRAEFIK -> new Traefik();
      case HAPROXY -> new Haproxy();
      case ENVOY_HTTP, ENVOY_GRPC -> new EnvoyHttp();
    };
  }
}
