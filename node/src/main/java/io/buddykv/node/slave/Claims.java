package io.buddykv.node.slave;

import io.buddykv.protocol.message.RangeClaim;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this slave, as primary, wants the master to change about copies: kept and repeated until the map shows it or has
 * gone on to another epoch, so that a lost report does no harm. What is new goes out at once; everything is repeated only
 * when no report is left without an answer, since the master answers when it has written the map, and may gather before
 * that. Confined to the slave's thread of control.
 */
final class Claims {
    private final Map<Key, RangeClaim> open = new LinkedHashMap<>();
    private final Set<Key> unsent = new LinkedHashSet<>();
    private final long retryNanos;
    private long answeredNanos;
    private int underWay;
    private int masters;

    private record Key(int range, Member copy) {}

    /** @param retryNanos from an answer until what is open all the same is repeated */
    Claims(long retryNanos) {
        this.retryNanos = retryNanos;
    }

    /** Adds a claim, replacing an older one about the same copy of the same range; whether it is a new one. */
    boolean add(RangeClaim claim) {
        Key key = new Key(claim.range(), claim.copy());
        boolean isNew = !claim.equals(open.put(key, claim));
        if (isNew) {
            unsent.add(key);
        }
        return isNew;
    }

    /** Drops what {@code map} has decided. */
    void settle(ClusterMap map) {
        open.values().removeIf(claim -> isSettled(claim, map.range(claim.range())));
        unsent.retainAll(open.keySet());
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

    /** What is to be reported now: what has not been yet, and everything when it is time to repeat it. */
    List<RangeClaim> due(long nanos) {
        boolean repeats = underWay == 0 && nanos - answeredNanos >= retryNanos;
        List<RangeClaim> due = repeats
                ? List.copyOf(open.values())
                : unsent.stream().map(open::get).toList();
        unsent.clear();
        return due;
    }

    /** A report is on its way; returns what {@link #answered} is told when it has been answered or has failed. */
    int reported() {
        underWay++;
        return masters;
    }

    void answered(int report, long nanos) {
        if (report == masters) {
            underWay--;
            answeredNanos = nanos;
        }
    }

    /** What the former master was told counts for nothing. */
    void masterChanged() {
        masters++;
        underWay = 0;
        unsent.addAll(open.keySet());
    }
}
