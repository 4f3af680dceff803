package dev.doorward.http;

/** Tells the server of streams. */
final class Streams {
  private Streams() {}

  static void announce(Reply.Forward forward, Stream stream) {
    try {
      forward.opened().accept(stream);
    } catch (RuntimeException bug) {
      Logs.bug("a stream's opening", bug);
    }
  }
}
