package io.buddykv.node.store;

/**
 * Reads what {@link EffectEncoder} wrote. Everything is checked before the sink is told anything, so that damage never
 * leaves half a record behind; nothing is allocated.
 */
public final class EffectDecoder {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;

    public EffectDecoder(byte[] body, int offset, int length) {
        bytes = body;
        start = offset;
        end = offset + length;
    }

    /**
     * Tells the sink every effect, in order.
     *
     * @throws MalformedEffectException without having told it any
     */
    public void decode(EffectSink sink) {
        run(null);
        run(sink);
    }

    private void run(EffectSink sink) {
        at = start;
        while (at < end) {
            int kind = bytes[at++];
            switch (kind) {
                case EffectEncoder.SET -> set(sink);
                case EffectEncoder.EXPIRE -> expire(sink);
                case EffectEncoder.DELETE -> delete(sink);
                case EffectEncoder.CLEAR -> {
                    if (sink != null) {
                        sink.clear();
                    }
                }
                default -> throw malformed("unknown kind " + kind);
            }
        }
    }

    private void set(EffectSink sink) {
        int keyLength = length(EntryLayout.MAX_KEY_BYTES);
        int keyAt = skip(keyLength);
        int type = bytes[skip(1)];
        long expireAt = varint();
        int valueLength = length(EntryLayout.MAX_VALUE_BYTES);
        int valueAt = skip(valueLength);
        if (type < 0 || type > EntryLayout.MAX_TYPE) {
            throw malformed("unknown type " + type);
        }
        if (sink != null) {
            sink.set(bytes, keyAt, keyLength, bytes, valueAt, valueLength, expireAt, type);
        }
    }

    private void expire(EffectSink sink) {
        int keyLength = length(EntryLayout.MAX_KEY_BYTES);
        int keyAt = skip(keyLength);
        long expireAt = varint();
        if (sink != null) {
            sink.expire(bytes, keyAt, keyLength, expireAt);
        }
    }

    private void delete(EffectSink sink) {
        int keyLength = length(EntryLayout.MAX_KEY_BYTES);
        int keyAt = skip(keyLength);
        if (sink != null) {
            sink.delete(bytes, keyAt, keyLength);
        }
    }

    private int length(int most) {
        long length = varint();
        if (length > most) {
            throw malformed("length " + length);
        }
        return (int) length;
    }

    private int skip(int count) {
        if (count > end - at) {
            throw malformed("end within an effect");
        }
        at += count;
        return at - count;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte octet = bytes[skip(1)];
            value |= (octet & 0x7fL) << shift;
            if (octet >= 0) {
                if (octet == 0 && shift > 0) {
                    throw malformed("overlong number");
                }
                return value;
            }
        }
        throw malformed("number beyond 63 bits");
    }

    private MalformedEffectException malformed(String problem) {
        return new MalformedEffectException(problem, at - start);
    }
}
