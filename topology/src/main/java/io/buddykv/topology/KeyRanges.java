package io.buddykv.topology;

/**
 * The fixed cut of the {@value Slot#COUNT} hash slots into key ranges of equal width, made once at a cluster's creation.
 *
 * @param count how many key ranges there are: a power of two from {@value #MIN} to {@value #MAX}
 */
public record KeyRanges(int count) {
    public static final int MIN = 16;
    public static final int MAX = 4096;
    public static final int DEFAULT = 256;

    public KeyRanges {
        if (count < MIN || count > MAX || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException(
                    "keyRanges must be a power of two from " + MIN + " to " + MAX + ", not " + count);
        }
    }

    /** How many slots each key range has. */
    public int width() {
        return Slot.COUNT / count;
    }

    public int ofSlot(int slot) {
        return slot / width();
    }

    public int ofKey(byte[] bytes, int offset, int length) {
        return ofSlot(Slot.of(bytes, offset, length));
    }

    public int firstSlot(int range) {
        return range * width();
    }

    /** The last slot that belongs to the range. */
    public int lastSlot(int range) {
        return firstSlot(range) + width() - 1;
    }
}
