package io.buddykv.node.replication;

import io.buddykv.node.log.EpochHistory;
import io.buddykv.topology.Member;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes frames one behind the other into a growing array. Not thread-safe. */
final class FrameWriter {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int INITIAL_BYTES = 4 * 1024;
    /** An array that grew beyond this in a burst is given back once it is empty. */
    private static final int RETAINED_BYTES = 1024 * 1024;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private int frameStart;

    FrameWriter begin(FrameType type) {
        frameStart = length;
        room(5);
        length += 4;
        bytes[length++] = (byte) type.ordinal();
        return this;
    }

    FrameWriter octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    FrameWriter int32(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
        return this;
    }

    FrameWriter int64(long value) {
        room(8);
        LONG.set(bytes, length, value);
        length += 8;
        return this;
    }

    FrameWriter octets(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    FrameWriter sized(byte[] source) {
        return int32(source.length).octets(source, 0, source.length);
    }

    FrameWriter text(String text) {
        return sized(text.getBytes(StandardCharsets.UTF_8));
    }

    FrameWriter member(Member member) {
        return int32(member.number()).int64(member.incarnation()).int64(member.dataId());
    }

    FrameWriter history(EpochHistory history) {
        octet(history.size());
        for (int i = 0; i < history.size(); i++) {
            int64(history.primarySince(i)).int64(history.startSequence(i));
        }
        return this;
    }

    /** Ends the frame that was begun last. */
    void end() {
        INT.set(bytes, frameStart, length - frameStart - 4);
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    void clear() {
        length = 0;
        if (bytes.length > RETAINED_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
