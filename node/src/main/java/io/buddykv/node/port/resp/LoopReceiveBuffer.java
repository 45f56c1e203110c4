package io.buddykv.node.port.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * One buffer that all connections of an event loop receive into, one after the other: whoever is given it copies what it
 * needs before it returns. A connection gets one read, then the others have their turn.
 */
final class LoopReceiveBuffer implements RecvByteBufAllocator {
    /** Octets of one read at most. */
    static final int BYTES = 64 * 1024;

    private ByteBuf buffer;

    @Override
    public ExtendedHandle newHandle() {
        return new Reading();
    }

    private ByteBuf buffer(ByteBufAllocator allocator) {
        if (buffer == null) {
            buffer = allocator.directBuffer(BYTES, BYTES);
        }
        return buffer.refCnt() == 1 ? buffer.clear().retain() : allocator.directBuffer(BYTES, BYTES);
    }

    /** Gives the buffer back; on its event loop, when no connection is left. */
    void release() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }

    private final class Reading implements ExtendedHandle {
        private int attempted;
        private int last;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return buffer(allocator);
        }

        @Override
        public int guess() {
            return BYTES;
        }

        @Override
        public void reset(ChannelConfig config) {
            last = 0;
        }

        @Override
        public void incMessagesRead(int messages) {}

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return false;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return false;
        }

        @Override
        public void readComplete() {}
    }
}
