package io.buddykv.node.port.replication;

import io.buddykv.node.replication.FrameLink;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jboss.logging.Logger;

/** A TCP connection as a {@link FrameLink}. Confined to its event loop. */
final class NettyFrameLink extends ChannelInboundHandlerAdapter implements FrameLink {
    private static final Logger LOG = Logger.getLogger(NettyFrameLink.class);
    private static final int INITIAL_BYTES = 16 * 1024;

    private final Receiver receiver;
    private Channel channel;
    private byte[] heap = new byte[INITIAL_BYTES];
    private String cause = "closed by the peer";

    NettyFrameLink(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        receiver.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            int length = octets.readableBytes();
            if (heap.length < length) {
                heap = new byte[Integer.highestOneBit(length - 1) << 1];
            }
            octets.readBytes(heap, 0, length);
            receiver.received(heap, 0, length);
        } finally {
            octets.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        receiver.turnEnded();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            receiver.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        receiver.closed(cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        cause = failure.toString();
        if (failure instanceof java.io.IOException) {
            LOG.debugf("replication link to %s: %s", ctx.channel().remoteAddress(), failure.getMessage());
        } else {
            LOG.errorf(failure, "replication link to %s failed", ctx.channel().remoteAddress());
        }
        ctx.close();
    }

    /** The connection could not be opened. */
    void failed(Throwable failure) {
        receiver.closed("cannot connect: " + failure.getMessage());
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ByteBuf octets = channel.alloc().directBuffer(length);
        octets.writeBytes(bytes, offset, length);
        channel.writeAndFlush(octets, channel.voidPromise());
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close();
        }
    }
}
