package dev.doorward.server.check;

import dev.doorward.http.Headers;
import dev.doorward.http.Reply;

/**
 * Traefik's {@code ForwardAuth}. It takes any 2xx as leave, so that no preflight can be answered
 * (C294), relays the rest whole (C305) and resolves a relative Location against the check (C306).
 */
final class Traefik implements Dialect {
  @Override
  public Reply.Whole permit(Headers fields, boolean judged) {
    return Permission.complete(fields);
  }
}
