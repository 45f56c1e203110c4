package io.buddykv.node.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in octets, the lowest octet first, as everything on disk has them. */
final class LittleEndian {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int unsigned16(byte[] source, int at) {
        return source[at] & 0xff | (source[at + 1] & 0xff) << 8;
    }

    static void int16(byte[] target, int at, int value) {
        target[at] = (byte) value;
        target[at + 1] = (byte) (value >>> 8);
    }

    static int int32(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    static void int32(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    static long int64(byte[] source, int at) {
        return (long) LONG.get(source, at);
    }

    static void int64(byte[] target, int at, long value) {
        LONG.set(target, at, value);
    }
}
