package dev.doorward.server.check;

import dev.doorward.config.Settings;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import java.util.Optional;

/** How one kind of front asks, and what it can carry of an answer. Decides nothing. */
interface Dialect {
  /** The field with the client's method. */
  default String method() {
    return "X-Forwarded-Method";
  }

  /** The field with the client's path and query. */
  default String uri() {
    return "X-Forwarded-Uri";
  }

  /** What it is told when the request may pass. */
  default Reply.Whole permit(Headers fields) {
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
    };
  }
}
