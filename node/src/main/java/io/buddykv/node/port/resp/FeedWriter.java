package io.buddykv.node.port.resp;

import io.buddykv.node.replication.FeedCursor;
import io.buddykv.node.store.EffectDecoder;
import io.buddykv.node.store.EffectSink;
import io.buddykv.node.store.RangeTable;
import io.buddykv.protocol.resp.ReplyWriter;
import io.netty.buffer.ByteBuf;

/**
 * Writes records as pushes, one for each record that has something for its watcher, so that what happened at once is told
 * at once:
 *
 * <pre>
 * kv-feed id tenure sequence change…
 * change = [set key value expiry] | [set key] | [expire key expiry] | [del key] | [clear]
 * </pre>
 *
 * The second form of {@code set} is for those who want no values. Expiries are absolute milliseconds, 0 for none; a key that
 * has expired is deleted. Confined to one event loop.
 */
final class FeedWriter {
    static final String NAME = "kv-feed";
    static final String END_NAME = "kv-feed-end";

    private static final int OWN_ELEMENTS = 4;

    private final ReplyWriter writer = new ReplyWriter();
    private final Counting counting = new Counting();
    private final Writing writing = new Writing();
    private Watcher watcher;

    FeedWriter() {
        writer.protocol(3);
    }

    /** Everything from now on goes into this buffer. */
    void to(ByteBuf octets) {
        writer.to(octets);
    }

    /** Writes what of the record is for the watcher, if anything is. */
    void record(Watcher of, FeedCursor record) {
        watcher = of;
        counting.count = 0;
        effects(record).decode(counting);
        if (counting.count > 0) {
            position(of, counting.count);
            effects(record).decode(writing);
        }
    }

    /** Writes how far the watcher has been told, where nothing of it was for it. */
    void position(Watcher of, int changes) {
        writer.push(OWN_ELEMENTS + changes);
        writer.bulk(NAME);
        writer.integer(of.id);
        writer.integer(of.cursor.tenure());
        writer.integer(of.cursor.sequence());
        of.toldSequence = of.cursor.sequence();
    }

    void end(Watcher of, String reason) {
        writer.push(3);
        writer.bulk(END_NAME);
        writer.integer(of.id);
        writer.bulk(reason);
    }

    private static EffectDecoder effects(FeedCursor record) {
        return new EffectDecoder(record.octets(), record.offset(), record.length());
    }

    /** Counts the changes that are for the watcher. */
    private final class Counting implements EffectSink {
        private int count;

        private void key(byte[] key, int offset, int length) {
            if (watcher.filter.matches(key, offset, length)) {
                count++;
            }
        }

        @Override
        public void set(
                byte[] key,
                int keyOffset,
                int keyLength,
                byte[] value,
                int valueOffset,
                int valueLength,
                long expireAt,
                int type) {
            if (type != RangeTable.ANSWER) {
                key(key, keyOffset, keyLength);
            }
        }

        @Override
        public void expire(byte[] key, int offset, int length, long expireAt) {
            key(key, offset, length);
        }

        @Override
        public void delete(byte[] key, int offset, int length) {
            key(key, offset, length);
        }

        @Override
        public void clear() {
            count++;
        }
    }

    /** Writes the changes that are for the watcher. */
    private final class Writing implements EffectSink {
        private boolean begins(String kind, int elements, byte[] key, int offset, int length) {
            if (!watcher.filter.matches(key, offset, length)) {
                return false;
            }
            writer.array(elements);
            writer.bulk(kind);
            writer.bulk(key, offset, length);
            return true;
        }

        @Override
        public void set(
                byte[] key,
                int keyOffset,
                int keyLength,
                byte[] value,
                int valueOffset,
                int valueLength,
                long expireAt,
                int type) {
            boolean wantsValue = watcher.wantsValues;
            if (type != RangeTable.ANSWER
                    && begins("set", wantsValue ? 4 : 2, key, keyOffset, keyLength)
                    && wantsValue) {
                writer.bulk(value, valueOffset, valueLength);
                writer.integer(expireAt);
            }
        }

        @Override
        public void expire(byte[] key, int offset, int length, long expireAt) {
            if (begins("expire", 3, key, offset, length)) {
                writer.integer(expireAt);
            }
        }

        @Override
        public void delete(byte[] key, int offset, int length) {
            begins("del", 2, key, offset, length);
        }

        @Override
        public void clear() {
            writer.array(1);
            writer.bulk("clear");
        }
    }
}
