package io.buddykv.node.replication;

import io.buddykv.node.log.EpochHistory;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.Member;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One received frame as a reused window on the received octets, read from front to back. */
final class Frame {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private FrameType type;
    private byte[] bytes;
    private int at;
    private int end;

    void wrap(byte[] source, int from, int to) {
        bytes = source;
        at = from + 1;
        end = to;
        type = FrameType.of(source[from]);
    }

    FrameType type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    int octet() {
        need(1);
        return bytes[at++] & 0xff;
    }

    int int32() {
        need(4);
        at += 4;
        return (int) INT.get(bytes, at - 4);
    }

    long int64() {
        need(8);
        at += 8;
        return (long) LONG.get(bytes, at - 8);
    }

    byte[] sized() {
        int count = int32();
        if (count < 0) {
            throw new MalformedFrameException("negative length " + count);
        }
        need(count);
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    String text() {
        return new String(sized(), StandardCharsets.UTF_8);
    }

    Member member() {
        return new Member(int32(), int64(), int64());
    }

    /** At the end of a frame: what is not there was not told. */
    int protocol() {
        return remaining() == 0 ? ProtocolVersion.UNTOLD : int32();
    }

    EpochHistory history() {
        EpochHistory history = new EpochHistory();
        for (int count = octet(); count > 0; count--) {
            history.begin(int64(), int64());
        }
        return history;
    }

    private void need(int count) {
        if (end - at < count) {
            throw new MalformedFrameException(type + " frame ends " + (count - (end - at)) + " octets early");
        }
    }
}
