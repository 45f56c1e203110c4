package io.buddykv.node.master;

import io.buddykv.protocol.message.Registration;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;

/** Which internal number a slave that registers gets: a function of the map and what it says about itself. */
sealed interface NumberAssignment {
    /** Numbers begin with this one. */
    int FIRST = 1;

    /** The slave is in the map already, in this very life. */
    record Known(SlaveEntry slave) implements NumberAssignment {}

    /** Nobody has had the number yet. */
    record Fresh(int number) implements NumberAssignment {}

    /** Another life of a slave has, or had, the number: that one has to be dead. */
    record Successor(SlaveEntry former) implements NumberAssignment {}

    /** It cannot have one. */
    record Refused(String reason) implements NumberAssignment {}

    /** The number it asks for; else the one remembered for its data; else the lowest that nobody has had. */
    static NumberAssignment of(ClusterMap map, Registration slave) {
        for (SlaveEntry known : map.slaves().values()) {
            if (known.member().incarnation() == slave.incarnation()) {
                return new Known(known);
            }
        }
        if (slave.clusterId() != null && !slave.clusterId().equals(map.clusterId())) {
            return new Refused("its data belongs to cluster " + slave.clusterId() + ", this is " + map.clusterId());
        }
        if (slave.requestedNumber() != null) {
            return requested(map, slave.requestedNumber());
        }
        for (SlaveEntry known : map.slaves().values()) {
            if (known.member().dataId() == slave.dataId()) {
                return new Successor(known);
            }
        }
        int lowest = FIRST;
        while (map.slaves().containsKey(lowest)) {
            lowest++;
        }
        return new Fresh(lowest);
    }

    private static NumberAssignment requested(ClusterMap map, int number) {
        if (number < FIRST) {
            return new Refused("internal numbers begin with " + FIRST + ", it asks for " + number);
        }
        SlaveEntry former = map.slave(number);
        return former == null ? new Fresh(number) : new Successor(former);
    }
}
