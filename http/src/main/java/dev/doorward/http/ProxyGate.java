package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Takes the header of the PROXY protocol from the beginning of a connection, before TLS, and leaves
 * the pipeline. Without a right one the connection is closed in silence. It has no deadline of its
 * own: for the connection behind it no request has begun.
 */
final class ProxyGate extends ByteToMessageDecoder {
  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    switch (ProxyHeader.read(in)) {
      case ProxyHeader.Unfinished _ -> {}
      case ProxyHeader.Bad _ -> {
        in.skipBytes(in.readableBytes());
        ctx.close();
      }
      case ProxyHeader.Complete(var length, var client) -> {
        in.skipBytes(length);
        client.ifPresent(ctx.channel().attr(ChannelEnds.CLIENT)::set);
        ctx.pipeline().remove(this); // hands on what follows
      }
    }
  }
}
