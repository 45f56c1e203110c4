package io.buddykv.node.routing;

import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.KeyPositions;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.Slot;

/**
 * Decides from a request's keys and from the map where the request belongs. Pure; what it returns for a request that is
 * in order has been made before, so that nothing is allocated for a command.
 *
 * <p>Not decided here: whether this node may answer at this moment. That is the key range's own decision, under its
 * lock.
 */
public final class Router {
    private final KeyRanges keyRanges;
    private final Routing.ToRange[] bySlot = new Routing.ToRange[Slot.COUNT];

    public Router(KeyRanges keyRanges) {
        this.keyRanges = keyRanges;
        for (int slot = 0; slot < bySlot.length; slot++) {
            bySlot[slot] = new Routing.ToRange(slot, keyRanges.ofSlot(slot));
        }
    }

    public KeyRanges keyRanges() {
        return keyRanges;
    }

    /** Where the request belongs by its keys alone. */
    public Routing route(CommandSpec command, Request request) {
        return ofSlot(command.slot(request));
    }

    /** The same for a slot as {@link CommandSpec#slot} gives it. */
    public Routing ofSlot(int slot) {
        return switch (slot) {
            case KeyPositions.NO_KEYS -> Routing.ANYWHERE;
            case KeyPositions.CROSS_SLOT -> Routing.CROSS_SLOT;
            default -> bySlot[slot];
        };
    }

    /**
     * Where a slot is served by the map.
     *
     * @param map null where none is known yet
     * @param self this node where it is a slave, else null
     * @return {@link Routing.ToRange} when {@code self} serves it, else what is answered instead
     */
    public Routing locate(ClusterMap map, int slot, Member self) {
        if (map == null || !map.isCut()) {
            return Routing.LOADING;
        }
        RangeEntry range = map.range(keyRanges.ofSlot(slot));
        if (range.primary() == null) {
            return Routing.NOT_SERVED;
        }
        if (range.primary().equals(self)) {
            return bySlot[slot];
        }
        SlaveEntry primary = map.slave(range.primary().number());
        return primary == null ? Routing.NOT_SERVED : moved(slot, primary.endpoints());
    }

    private static Routing.Refused moved(int slot, Endpoints endpoints) {
        return new Routing.Refused(RedisErrors.moved(slot, endpoints.host(), endpoints.clientPort()));
    }
}
