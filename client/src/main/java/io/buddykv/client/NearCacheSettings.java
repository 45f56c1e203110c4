package io.buddykv.client;

import io.buddykv.client.feed.Feeds;
import java.time.Duration;

/**
 * What a near cache keeps. Immutable.
 *
 * @param prefix of the keys that are kept; empty for all. Reads of others go to the cluster
 * @param maxBytes of kept keys and values, with what they cost around them
 * @param maxStaleness how old a value may be that is given from memory: it was the present one this long ago, or later
 */
public record NearCacheSettings(String prefix, long maxBytes, Duration maxStaleness) {
    /** Below this, the cluster could not say often enough that nothing has changed. */
    public static final Duration LEAST_STALENESS = Duration.ofMillis(2 * Feeds.CHECK_MILLIS);

    private static final long DEFAULT_BYTES = 64L << 20;
    private static final Duration DEFAULT_STALENESS = Duration.ofMillis(500);

    public NearCacheSettings {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, not " + maxBytes);
        }
        if (maxStaleness.compareTo(LEAST_STALENESS) < 0) {
            throw new IllegalArgumentException(
                    "maxStaleness must be at least " + LEAST_STALENESS + ", not " + maxStaleness);
        }
    }

    /** All keys, 64 MiB, half a second. */
    public static NearCacheSettings defaults() {
        return new NearCacheSettings("", DEFAULT_BYTES, DEFAULT_STALENESS);
    }

    public NearCacheSettings ofPrefix(String newPrefix) {
        return new NearCacheSettings(newPrefix, maxBytes, maxStaleness);
    }

    public NearCacheSettings ofBytes(long newMaxBytes) {
        return new NearCacheSettings(prefix, newMaxBytes, maxStaleness);
    }

    public NearCacheSettings ofStaleness(Duration newMaxStaleness) {
        return new NearCacheSettings(prefix, maxBytes, newMaxStaleness);
    }
}
