package io.buddykv.client.routing;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Member;
import java.util.Map;

/** Who serves which range, as the newest map says. Immutable. */
final class Routes {
    private final ClusterMap map;
    private final KeyRanges ranges;
    private final Peer[] byRange;

    Routes(ClusterMap map, Map<Integer, Peer> peers) {
        this.map = map;
        this.ranges = map.keyRanges();
        this.byRange = new Peer[ranges.count()];
        for (int range = 0; range < byRange.length; range++) {
            Member primary = map.range(range).primary();
            byRange[range] = primary == null ? null : peers.get(primary.number());
        }
    }

    ClusterMap map() {
        return map;
    }

    int range(int slot) {
        return ranges.ofSlot(slot);
    }

    /** Null while nobody serves the slot. */
    Peer primary(int slot) {
        return byRange[ranges.ofSlot(slot)];
    }
}
