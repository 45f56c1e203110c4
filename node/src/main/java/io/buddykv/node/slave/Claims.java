package io.buddykv.node.slave;

import io.buddykv.protocol.message.RangeClaim;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What this slave, as primary, wants the master to change about copies: kept and repeated until the map shows it or has
 * gone on to another epoch, so that a lost report does no harm. Confined to the slave's thread of control.
 */
final class Claims {
    private final Map<Key, RangeClaim> open = new LinkedHashMap<>();
    private long lastSentNanos;
    private boolean unsent;

    private record Key(int range, Member copy) {}

    /** Adds a claim, replacing an older one about the same copy of the same range. */
    void add(RangeClaim claim) {
        RangeClaim before = open.put(new Key(claim.range(), claim.copy()), claim);
        unsent |= !claim.equals(before);
    }

    /** Drops what {@code map} has decided. */
    void settle(ClusterMap map) {
        open.values().removeIf(claim -> isSettled(claim, map.range(claim.range())));
    }

    static boolean isSettled(RangeClaim claim, RangeEntry range) {
        if (range.epoch() != claim.epoch()) {
            return true;
        }
        return switch (claim.kind()) {
            case CAUGHT_UP, WITHDRAW -> !range.joining().contains(claim.copy());
            case REMOVE -> !range.inSync().contains(claim.copy());
        };
    }

    /** What is to be sent now: everything open when something new has come, or when it is time to repeat it. */
    List<RangeClaim> due(long nanos, long retryNanos) {
        if (open.isEmpty() || (!unsent && nanos - lastSentNanos < retryNanos)) {
            return List.of();
        }
        unsent = false;
        lastSentNanos = nanos;
        return new ArrayList<>(open.values());
    }

    boolean isEmpty() {
        return open.isEmpty();
    }
}
