package dev.doorward.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OutletTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Outlet outlet = new Outlet(channel);
  private final List<ByteBuf> sent = new ArrayList<>();

  @AfterEach
  void whatWasSentIsHeldByNobodyElse() {
    channel.finishAndReleaseAll();
    for (ByteBuf each : sent) {
      assertThat(each.refCnt()).isEqualTo(1);
      each.release();
    }
  }

  @Test
  void shortContentLeavesWithItsHead() {
    ByteBuf piece = text("hello");
    outlet.head(head(), Framing.length(5));
    outlet.write(piece);
    assertThat(piece.refCnt()).isZero();
    assertThat(outlet.isEmpty()).isFalse();
    outlet.flush();
    assertThat(outlet.isEmpty()).isTrue();
    assertThat(sent()).containsExactly(HEAD + "hello");
  }

  @Test
  void chunksAndTheirEndToo() {
    outlet.head(head(), Framing.CHUNKED);
    ChunkWriter.content(outlet, text("hello"), Framing.CHUNKED);
    ChunkWriter.content(outlet, text("you"), Framing.CHUNKED);
    ChunkWriter.end(outlet, Headers.empty(), Framing.CHUNKED);
    outlet.flush();
    assertThat(sent()).containsExactly(HEAD + "5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n");
  }

  @Test
  void contentOfTheGreatestLengthIsCopied() {
    outlet.head(head(), Framing.length(Outlet.COPIED));
    outlet.write(text("x".repeat(Outlet.COPIED)));
    outlet.flush();
    assertThat(sent()).containsExactly(HEAD + "x".repeat(Outlet.COPIED));
  }

  @Test
  void roomThatNobodyUsedIsGivenBackWhereOthersWait() {
    channel.write(text("before"));
    outlet.head(head(), Framing.CHUNKED);
    ChunkWriter.content(outlet, text("hello"), Framing.CHUNKED);
    outlet.flush();
    assertThat(sent()).containsExactly("before", HEAD + "5\r\nhello\r\n");
    assertThat(sent.getLast().capacity()).isEqualTo(sent.getLast().writerIndex());
  }

  @Test
  void longContentIsNotCopied() {
    ByteBuf piece = text("x".repeat(Outlet.COPIED + 1));
    outlet.head(head(), Framing.length(Outlet.COPIED + 1));
    outlet.write(piece);
    outlet.flush();
    assertThat(sent()).hasSize(2).startsWith(HEAD);
    assertThat(sent.getLast()).isSameAs(piece);
  }

  @Test
  void whatNoLongerFitsComesAfterwards() {
    outlet.head(head(), Framing.CHUNKED);
    var expected = new StringBuilder(HEAD);
    for (int i = 0; i < 9; i++) {
      String piece = Integer.toString(i).repeat(1000);
      ChunkWriter.content(outlet, text(piece), Framing.CHUNKED);
      expected.append("3e8\r\n").append(piece).append("\r\n");
    }
    outlet.flush();
    assertThat(sent()).hasSizeGreaterThan(1);
    assertThat(String.join("", sent())).isEqualTo(expected.toString());
  }

  @Test
  void oneHeadDoesNotOvertakeAnother() {
    outlet.head(head(), Framing.NONE);
    outlet.head(head(), Framing.length(2));
    outlet.write(text("ok"));
    outlet.flush();
    assertThat(String.join("", sent())).isEqualTo(HEAD + HEAD + "ok");
  }

  @Test
  void whatIsDroppedIsNeverSent() {
    outlet.head(head(), Framing.length(5));
    outlet.drop();
    outlet.flush();
    assertThat(outlet.isEmpty()).isTrue();
    assertThat(sent()).isEmpty();
  }

  private static HeadText head() {
    var head = new HeadText(8);
    head.add(HEAD);
    return head;
  }

  private static ByteBuf text(String text) {
    return Unpooled.directBuffer(text.length()).writeBytes(text.getBytes(US_ASCII));
  }

  private List<String> sent() {
    while (channel.outboundMessages().peek() != null) {
      sent.add(Objects.requireNonNull(channel.readOutbound()));
    }
    return sent.stream().map(each -> each.toString(US_ASCII)).toList();
  }
}
