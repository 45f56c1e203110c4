package io.buddykv.node.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A multiply-and-fold hash in the manner of wyhash: 16 bytes a step, no allocation. Who does not know the seed cannot
 * choose keys that collide.
 *
 * <p>Tables with the same seed have the same order, so cursors handed out by one copy of a range are good on another
 * one. The byte order is fixed for the same reason.
 */
public final class SeededHasher implements Hasher {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P0 = 0xa0761d6478bd642fL;
    private static final long P1 = 0xe7037ed1a0b428dbL;
    private static final long P2 = 0x8ebc6af09c88c6e3L;

    private final long first;
    private final long second;

    public SeededHasher(long seed) {
        first = mix(seed ^ P0, P1);
        second = mix(seed ^ P2, P0) | 1;
    }

    /** A hasher with a seed nobody knows. */
    public static SeededHasher random() {
        return new SeededHasher(new SecureRandom().nextLong());
    }

    @Override
    public int hash(byte[] key, int offset, int length) {
        return (int) (hash64(key, offset, length) >>> 32);
    }

    /** All 64 bits, for checksums. */
    long hash64(byte[] bytes, int offset, int length) {
        long state = first;
        int at = offset;
        int left = length;
        while (left > 16) {
            state = mix((long) LONG.get(bytes, at) ^ second, (long) LONG.get(bytes, at + 8) ^ state);
            at += 16;
            left -= 16;
        }
        long low;
        long high;
        if (left >= 8) {
            low = (long) LONG.get(bytes, at);
            high = (long) LONG.get(bytes, at + left - 8);
        } else if (left >= 4) {
            low = (int) INT.get(bytes, at) & 0xffffffffL;
            high = (int) INT.get(bytes, at + left - 4) & 0xffffffffL;
        } else if (left > 0) {
            low = (bytes[at] & 0xffL) << 16 | (bytes[at + (left >>> 1)] & 0xffL) << 8 | bytes[at + left - 1] & 0xffL;
            high = 0;
        } else {
            low = 0;
            high = 0;
        }
        return mix(P1 ^ length, mix(low ^ second, high ^ state));
    }

    static long mix(long a, long b) {
        return Math.multiplyHigh(a, b) ^ a * b;
    }
}
