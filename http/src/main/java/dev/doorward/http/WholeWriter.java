package dev.doorward.http;

import io.netty.buffer.Unpooled;

/** Writes our own answers. */
final class WholeWriter {
  private WholeWriter() {}

  static void write(
      ClientConnection client, boolean head, Reply.Whole whole, Heads.Persistence persistence) {
    boolean empty = whole.status() == 204 || whole.status() == 304;
    boolean bodiless = empty || head;
    boolean copied = !bodiless && whole.body().length <= Outlet.COPIED;
    int size = Heads.size(whole.headers()) + (copied ? whole.body().length : 0);
    var out = new HeadText(size);
    Heads.status(out, whole.status());
    Heads.fields(out, whole.headers(), client.loop().dates.line());
    if (!empty) {
      Heads.framing(out, Framing.length(whole.body().length));
    }
    Heads.persistence(out, persistence);
    Heads.end(out);
    if (copied) {
      out.add(whole.body());
    }
    client.write(out);
    if (!bodiless && !copied) {
      client.write(Unpooled.wrappedBuffer(whole.body()));
    }
  }

  /** To what nobody could read. */
  static void bare(ClientConnection client, int status) {
    write(
        client,
        false,
        new Reply.Whole(status, Headers.empty(), new byte[0]),
        Heads.Persistence.CLOSE);
  }
}
