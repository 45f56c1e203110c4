package io.buddykv.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a value is set: when it expires, and under which condition. Immutable; begin with {@link #none}.
 *
 * <p>Without a word about its expiry, a value that is set has none, whatever the one before had.
 */
public final class SetOptions {
    private static final SetOptions NONE = new SetOptions(List.of(), null);

    private final List<String> expiry;
    private final String condition;

    private SetOptions(List<String> expiry, String condition) {
        this.expiry = expiry;
        this.condition = condition;
    }

    public static SetOptions none() {
        return NONE;
    }

    /** @param timeToLive at least a millisecond */
    public static SetOptions expiresIn(Duration timeToLive) {
        return NONE.expiringIn(timeToLive);
    }

    /** Only where there is no such key. */
    public static SetOptions ifAbsent() {
        return NONE.whenAbsent();
    }

    /** Only where there is such a key. */
    public static SetOptions ifPresent() {
        return NONE.whenPresent();
    }

    /** @param timeToLive at least a millisecond */
    public SetOptions expiringIn(Duration timeToLive) {
        if (timeToLive.toMillis() < 1) {
            throw new IllegalArgumentException("a time to live is at least a millisecond, not " + timeToLive);
        }
        return new SetOptions(List.of("PX", Long.toString(timeToLive.toMillis())), condition);
    }

    public SetOptions expiringAt(Instant moment) {
        return new SetOptions(List.of("PXAT", Long.toString(moment.toEpochMilli())), condition);
    }

    /** The value's expiry stays as it is. */
    public SetOptions keepingExpiry() {
        return new SetOptions(List.of("KEEPTTL"), condition);
    }

    public SetOptions whenAbsent() {
        return new SetOptions(expiry, "NX");
    }

    public SetOptions whenPresent() {
        return new SetOptions(expiry, "XX");
    }

    /** As the cluster's SET takes them. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(expiry);
        if (condition != null) {
            arguments.add(condition);
        }
        return arguments;
    }
}
