package dev.doorward.cli;

import dev.doorward.face.shared.Endpoints;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Pulse;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.Connection;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import dev.doorward.http.Version;
import dev.doorward.portal.Portal;
import dev.doorward.server.door.Door;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;

/** What the door says when a part of it throws, and when it is about to stop. */
final class BrokenDoor {
  private final Reply.Whole answer;
  private final Reply.Whole health;

  BrokenDoor(House house) {
    Portal portal = new Portal(house.server.services().house());
    Writer writer = new Writer(portal.pages());
    Witness nobody = new Witness() {};
    Pulse pulse = new Pulse();
    Door door =
        new Door(
            house.server.settings().policy(),
            house.server.services().mind(),
            new Endpoints(portal, pulse, writer, nobody),
            pulse,
            new Facts(InstantSource.system()),
            writer,
            InstantSource.system(),
            nobody);
    int port = house.url.getPort();
    RequestHead head =
        new RequestHead(
            "GET",
            "/me",
            Version.HTTP_1_1,
            Headers.of("Host", "127.0.0.1:" + port),
            new Connection(
                new InetSocketAddress("127.0.0.1", 4711),
                new InetSocketAddress("127.0.0.1", port),
                false,
                Optional.empty()));
    pulse.stopsWhen(() -> true);
    RequestHead asked =
        new RequestHead(
            "GET", "/.doorward/health", Version.HTTP_1_0, Headers.empty(), head.connection());
    if (!(door.immediately(asked) instanceof Reply.Whole said)) {
      throw new AssertionError("health is said at once");
    }
    health = said;
    answer = door.failed(head, new IllegalStateException("secret detail"));
  }

  /** What health says while the server stops. */
  Reply.Whole health() {
    return health;
  }

  Reply.Whole answer() {
    return answer;
  }
}
