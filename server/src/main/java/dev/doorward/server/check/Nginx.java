package dev.doorward.server.check;

import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import java.util.List;
import java.util.Optional;

/**
 * {@code auth_request} of nginx, and the script for Apache httpd. nginx copies a challenge twice,
 * loses bodies and makes 500 of most statuses; so the first step says no more than yes or no, with
 * a ticket for the whole answer, which the second step fetches (C297–C301).
 */
final class Nginx implements Dialect {
  private static final byte[] NOTHING = new byte[0];
  private static final List<String> REQUIRED =
      List.of("X-Original-Method", "X-Original-URI", "X-Forwarded-Host", "X-Forwarded-Proto");

  private final Tickets tickets = new Tickets(System::nanoTime);

  @Override
  public List<String> required() {
    return REQUIRED;
  }

  @Override
  public Asked asked(RequestHead head) {
    Headers h = head.headers();
    return new Asked(
        h.first("X-Original-Method").orElse(""),
        h.first("X-Original-URI").orElse(""),
        h.first("X-Forwarded-Host").orElse(""));
  }

  @Override
  public Reply.Whole permit(Headers fields, boolean judged) {
    return Dialect.marked(Permission.of(fields));
  }

  @Override
  public Reply.Whole refuse(Reply.Whole truth) {
    Headers.Builder fields = Headers.builder();
    fields.add("Doorward-Status", Integer.toString(truth.status()));
    fields.add("Doorward-Ticket", tickets.keep(second(truth)));
    fields.add("Cache-Control", "no-store");
    truth.headers().first("X-Request-Id").ifPresent(id -> fields.add("X-Request-Id", id));
    truth.headers().first("Doorward-Reason").ifPresent(why -> fields.add("Doorward-Reason", why));
    return new Reply.Whole(403, fields.build(), NOTHING);
  }

  @Override
  public Reply.Whole second(Reply.Whole truth) {
    return Dialect.marked(truth);
  }

  @Override
  public Optional<Reply.Whole> kept(String ticket) {
    return tickets.take(ticket);
  }
}
