package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Frame boundaries against a list made while writing the frames, whatever the pieces. */
class WebSocketFramesTest {
  @Test
  void boundariesAreWhereFramesEnd() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      ByteBuf all = Unpooled.buffer();
      var ends = new TreeSet<Integer>();
      ends.add(0);
      for (int i = 0; i < 20; i++) {
        frame(all, random);
        ends.add(all.writerIndex());
      }
      pass(all, ends, random);
      cut(all, ends, random);
    }
  }

  private static void frame(ByteBuf all, Random random) {
    int length =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> random.nextInt(126);
          case 2 -> 126 + random.nextInt(1000);
          default -> 65536 + random.nextInt(1000);
        };
    int mask = random.nextBoolean() ? 0x80 : 0;
    all.writeByte(0x82);
    if (length < 126) {
      all.writeByte(mask | length);
    } else if (length < 65536) {
      all.writeByte(mask | 126).writeShort(length);
    } else {
      all.writeByte(mask | 127).writeLong(length);
    }
    all.writeZero(length + (mask == 0 ? 0 : 4));
  }

  private static void pass(ByteBuf all, TreeSet<Integer> ends, Random random) {
    var frames = new WebSocketFrames();
    for (int at = 0; at < all.writerIndex(); ) {
      int size = Math.min(all.writerIndex() - at, 1 + random.nextInt(500));
      frames.pass(all.slice(at, size));
      at += size;
      assertThat(frames.atBoundary()).isEqualTo(ends.contains(at));
    }
  }

  private static void cut(ByteBuf all, TreeSet<Integer> ends, Random random) {
    var frames = new WebSocketFrames();
    int from = random.nextInt(all.writerIndex());
    frames.pass(all.slice(0, from));
    int to = frames.toBoundary(all.slice(from, all.writerIndex() - from));
    assertThat(from + to).isEqualTo(ends.ceiling(from));
  }
}
