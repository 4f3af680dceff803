package dev.doorward.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;

/** How our sockets are set up; what decides how much memory an edge under load takes. */
final class Sockets {
  private static final int PAGE = 8192;

  /** Chunks of 1 MiB: an arena grows by that, not by Netty's 4 MiB. */
  private static final int CHUNK_ORDER = 7;

  static final ByteBufAllocator ALLOCATOR =
      new PooledByteBufAllocator(
          true,
          1,
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          PAGE,
          CHUNK_ORDER,
          PooledByteBufAllocator.defaultSmallCacheSize(),
          PooledByteBufAllocator.defaultNormalCacheSize(),
          true);

  private static final WriteBufferWaterMark MARKS =
      new WriteBufferWaterMark(Edge.LOW_WATER, Edge.HIGH_WATER);
  private static final int READ_LEAST = 512;
  private static final int READ_FIRST = 2048;
  private static final int READ_MOST = 64 * 1024;

  private Sockets() {}

  static Bootstrap options(Bootstrap client) {
    return client
        .option(ChannelOption.ALLOCATOR, ALLOCATOR)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
        .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .option(ChannelOption.TCP_NODELAY, true);
  }

  static ServerBootstrap options(ServerBootstrap server) {
    return server
        .option(ChannelOption.SO_BACKLOG, 1024)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  private static AdaptiveRecvByteBufAllocator reads() {
    return new AdaptiveRecvByteBufAllocator(READ_LEAST, READ_FIRST, READ_MOST);
  }
}
