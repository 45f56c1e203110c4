package io.buddykv.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.buddykv.client.feed.RangeListener;
import io.buddykv.protocol.resp.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a near cache keeps, and what makes it right. Safe for any thread.
 *
 * <p>A value is kept when it was read by a <b>fill</b>, one for each key, that began before the value was asked for and was
 * not spoiled since: whatever changed the key after it was read is told later than the fill began, so it spoils the fill
 * or drops the entry. Other reads of the key at the same time are compared with the fill, so that none of them can have
 * seen a later value than the one that is kept. All of this happens under the key's own lock in {@link #fills}.
 *
 * <p>An entry is valid in its range's present <b>generation</b>, which ends when the feed of the range is interrupted, and only
 * until its range would have to be confirmed again.
 */
final class NearEntries implements RangeListener {
    /** What an entry costs beside its octets, about. */
    private static final int ENTRY_BYTES = 160;

    private static final int MOST_RANGES = 4096;

    private final long stalenessNanos;
    private final Cache<String, Entry> entries;
    private final ConcurrentHashMap<String, Fill> fills = new ConcurrentHashMap<>();
    private final AtomicLongArray generations = new AtomicLongArray(MOST_RANGES);
    private final AtomicLongArray validUntilNanos = new AtomicLongArray(MOST_RANGES);
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    NearEntries(NearCacheSettings settings) {
        this.stalenessNanos = settings.maxStaleness().toNanos();
        this.entries = Caffeine.newBuilder()
                .maximumWeight(settings.maxBytes())
                .weigher((String key, Entry entry) -> entry.bytes(key))
                .executor(Runnable::run)
                .build();
        long now = System.nanoTime();
        for (int range = 0; range < MOST_RANGES; range++) {
            validUntilNanos.set(range, now);
        }
    }

    /**
     * A value that is kept.
     *
     * @param octets null: there is no such key
     * @param expiresNanos when it expires; meaningless without {@code expires}
     */
    record Entry(int range, long generation, byte[] octets, boolean expires, long expiresNanos) {
        private int bytes(String key) {
            return ENTRY_BYTES + key.length() + (octets == null ? 0 : octets.length);
        }
    }

    /** A value on its way from the cluster. Guarded by its key's lock. */
    static final class Fill {
        private final int range;
        private final long generation;
        private boolean compared;
        private byte[] seen;
        private boolean spoiled;

        private Fill(int range, long generation) {
            this.range = range;
            this.generation = generation;
        }

        /** Another read of the key was answered so. */
        private void compare(byte[] octets) {
            spoiled |= compared && !Arrays.equals(seen, octets);
            compared = true;
            seen = octets;
        }
    }

    // ---- reading

    /** Null where nothing is kept that may be given. */
    Entry find(String key) {
        Entry entry = entries.getIfPresent(key);
        if (entry == null) {
            misses.increment();
            return null;
        }
        long now = System.nanoTime();
        boolean isOver = entry.expires() && now - entry.expiresNanos() >= 0;
        if (isOver || entry.generation() != generations.get(entry.range())) {
            entries.asMap().remove(key, entry);
            misses.increment();
            return null;
        }
        if (!isCurrent(entry.range(), now)) {
            misses.increment();
            return null;
        }
        hits.increment();
        return entry;
    }

    private boolean isCurrent(int range, long now) {
        return now - validUntilNanos.get(range) < 0;
    }

    /** Before a key is read from the cluster. Null where its value is not to be kept, as there is another fill already. */
    Fill begin(String key, int range) {
        Fill fill = new Fill(range, generations.get(range));
        return isCurrent(range, System.nanoTime()) && fills.putIfAbsent(key, fill) == null ? fill : null;
    }

    /** The value that a fill has been waiting for; one that was spoiled has been given all the same. */
    void filled(String key, Fill fill, byte[] octets, boolean expires, long expiresNanos) {
        fills.compute(key, (same, present) -> {
            if (present != fill) {
                return compared(key, present, octets);
            }
            fill.compare(octets);
            if (fill.spoiled) {
                // It is given to its reader all the same, and an earlier fill may have left another value.
                dropOther(key, octets);
            } else {
                entries.put(key, new Entry(fill.range, fill.generation, octets, expires, expiresNanos));
            }
            return null;
        });
    }

    /** No value has come. */
    void failed(String key, Fill fill) {
        fills.remove(key, fill);
    }

    /** Somebody was given this value, and must not be given an earlier one afterwards. */
    void given(String key, byte[] octets) {
        fills.compute(key, (same, present) -> compared(key, present, octets));
    }

    private Fill compared(String key, Fill present, byte[] octets) {
        if (present != null) {
            present.compare(octets);
        }
        dropOther(key, octets);
        return present;
    }

    /** Whoever has been given this value is given no other one afterwards that was kept before. */
    private void dropOther(String key, byte[] octets) {
        Entry entry = entries.getIfPresent(key);
        if (entry != null && !Arrays.equals(entry.octets(), octets)) {
            drop(key);
        }
    }

    /** The key may have changed: neither what is kept nor what is on its way counts. */
    void spoil(String key) {
        fills.compute(key, (same, present) -> {
            drop(key);
            return null;
        });
    }

    private void drop(String key) {
        if (entries.asMap().remove(key) != null) {
            dropped.increment();
        }
    }

    // ---- what the cluster tells

    @Override
    public void begun(int range) {
        // It counts from the first confirmation on.
    }

    @Override
    public void changed(int range, List<Reply> changes) {
        for (Reply change : changes) {
            List<Reply> parts = ((Reply.Array) change).elements();
            if (parts.size() < 2) {
                generations.incrementAndGet(range);
            } else {
                spoil(parts.get(1).text());
            }
        }
    }

    @Override
    public void current(int range, long askedNanos) {
        validUntilNanos.set(range, askedNanos + stalenessNanos);
    }

    @Override
    public void interrupted(int range) {
        validUntilNanos.set(range, System.nanoTime());
        generations.incrementAndGet(range);
    }

    @Override
    public void missed(int range) {
        generations.incrementAndGet(range);
    }

    // ---- the end, and figures

    void clear() {
        for (int range = 0; range < MOST_RANGES; range++) {
            interrupted(range);
        }
        entries.invalidateAll();
    }

    NearCacheFigures figures() {
        return new NearCacheFigures(hits.sum(), misses.sum(), dropped.sum(), entries.estimatedSize());
    }
}
