package dev.doorward.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The anchor of the check face: hashes the token, looks it up in a map, says 200 with a name. No
 * routes, no addresses, no audit.
 */
final class BareNetty {
  private BareNetty() {}

  /** Arguments: port, token. */
  public static void main(String[] args) throws Exception {
    Map<String, String> users = Map.of(digest("Bearer " + args[1]), "alice");
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    new ServerBootstrap()
        .group(group)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new HttpServerCodec(), new HttpObjectAggregator(65_536), new Look(users));
              }
            })
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Look extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Map<String, String> users;

    Look(Map<String, String> users) {
      this.users = users;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      String sent = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
      String user = users.get(digest(sent));
      var answer =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              user == null ? HttpResponseStatus.UNAUTHORIZED : HttpResponseStatus.OK,
              Unpooled.EMPTY_BUFFER);
      answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
      if (user != null) {
        answer.headers().set("X-Doorward-User", user);
      }
      context.writeAndFlush(answer);
    }
  }
}
