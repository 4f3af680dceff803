package dev.doorward.http;

import io.netty.util.internal.PlatformDependent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server in a JVM of its own, whose memory is measured; stops with its standard input. */
final class Piping extends Answering {
  private Piping() {}

  public static void main(String[] arguments) throws Exception {
    var handler = new Piping();
    handler.upstream = new Upstream("127.0.0.1", Integer.parseInt(arguments[0]));
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server =
        HttpServer.start(List.of(Listener.plain(any)), handler, Limits.DEFAULT, Timeouts.DEFAULT)) {
      System.out.println(server.address().getPort());
      while (System.in.read() >= 0) {
        // until the test closes it
      }
    }
  }

  @Override
  public @Nullable Reply immediately(RequestHead head) {
    if (head.target().equals("/direct")) {
      return text(200, Long.toString(PlatformDependent.usedDirectMemory()));
    }
    return forward(head);
  }
}
