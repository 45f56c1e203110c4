package io.buddykv.node.simulation;

import io.buddykv.node.linearizability.History;
import io.buddykv.node.linearizability.Invocation;
import io.buddykv.node.linearizability.Linearizability;
import io.buddykv.node.linearizability.Verdict;
import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.replication.RangeReplica;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.replication.ReplicaProbe;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.MapInvariants;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Watches a run for what must never be: in the maps, in who serves, in what copies hold, in what clients were told. */
final class Judge {
    /**
     * An answer is at most so old when the master acts on it: a round of checks, which a master that is late itself gives
     * up to ten times {@code checkMillis}, and what comes between.
     */
    private static final long JUST_NANOS = 900 * SimulatedWorld.MILLI;

    private final SimulatedCluster cluster;
    private final SimulatedWorld world;
    private final BitSet lostRanges = new BitSet();
    private final long[] acknowledged;
    private final Set<ClusterMap> stored = new HashSet<>();
    private ClusterMap newest;
    private ClusterMap newestAdopted;
    private boolean lostOnce;
    private int mapsWritten;
    private int primaryChanges;

    Judge(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.acknowledged = new long[cluster.settings().ranges()];
    }

    int mapsWritten() {
        return mapsWritten;
    }

    int primaryChanges() {
        return primaryChanges;
    }

    /** Ranges whose every copy has died: nobody can have promised that they are still there. */
    BitSet lostRanges() {
        return lostRanges;
    }

    // ---- maps

    /** @param replaced what was stored before; null when nothing was, which need not mean that there never was a map */
    void mapWritten(ClusterMap replaced, ClusterMap after) {
        mapsWritten++;
        if (lostOnce && newest.isNewerThan(after)) {
            // Versions of a store that has begun anew say nothing: a deposed master gets its write through. Slaves
            // refuse it.
            world.trace("a deposed master has written map " + after.term() + "/" + after.version());
            return;
        }
        stored.add(after);
        ClusterMap before = newest;
        newest = after;
        MapInvariants.check(after).forEach(wrong -> world.violated("map " + after.version() + ": " + wrong));
        if (before != null) {
            MapInvariants.checkStep(before, after)
                    .forEach(wrong ->
                            world.violated("map " + before.version() + " to " + after.version() + ": " + wrong));
            if (before.isCut()) {
                compareRanges(before, after);
            }
        }
    }

    /**
     * M7: the one who serves while an in-sync set shrinks has just answered. Of another copy that stays it need not be
     * known: it holds what was acknowledged, and will until it is taken out in its turn. A range that begins again empty,
     * since all that held it are proven gone, shrinks nothing.
     */
    void mapWanted(ClusterMap stored, ClusterMap wanted) {
        if (stored == null || !stored.isCut() || wanted.version() != stored.version() + 1) {
            return;
        }
        for (int range = 0; range < wanted.ranges().size(); range++) {
            RangeEntry old = stored.range(range);
            RangeEntry now = wanted.range(range);
            boolean sameLife = now.bornEpoch() == old.bornEpoch();
            if (sameLife && now.primary() != null && !now.inSync().containsAll(old.inSync())) {
                Member primary = now.primary();
                SimulatedProcess process = cluster.slave(primary.number()).processOf(primary.incarnation());
                if (process.stillNanos() > JUST_NANOS) {
                    world.violated("the in-sync set of range " + range + " shrinks from " + old.inSync() + " to "
                            + now.inSync() + ", and " + primary + " cannot have answered just now");
                }
            }
        }
    }

    private void compareRanges(ClusterMap before, ClusterMap after) {
        for (int range = 0; range < after.ranges().size(); range++) {
            RangeEntry old = before.range(range);
            RangeEntry now = after.range(range);
            if (world.isTracing() && !old.equals(now)) {
                world.trace("map " + after.version() + ", range " + range + ": " + text(now));
            }
            if (old.primarySince() != now.primarySince()) {
                primaryChanges++;
            }
            if (old.bornEpoch() != now.bornEpoch()) {
                lost(range, old);
            } else if (now.primary() != null
                    && !now.primary().equals(old.primary())
                    && !wasInSync(old, now.primary())) {
                world.violated("range " + range + " goes to " + now.primary() + ", which was not in sync: " + old);
            }
            if (!old.inSync().equals(now.inSync())) {
                allHoldWhatIsAcknowledged(range, now);
            }
        }
    }

    /** Itself, or an earlier life on the same disk. */
    private boolean wasInSync(RangeEntry old, Member member) {
        return old.isInSync(member)
                || cluster.settings().isStored()
                        && old.inSync().stream()
                                .anyMatch(each -> each.number() == member.number() && each.dataId() == member.dataId());
    }

    /** The service has lost what was stored: what no slave has heard of cannot be known any more. */
    void storedMapsLost() {
        newest = newestAdopted;
        lostOnce = true;
    }

    /** A slave acts on a map from now on. */
    void adopted(SimulatedSlave slave, ClusterMap before, ClusterMap map) {
        if (map.isNewerThan(newestAdopted)) {
            newestAdopted = map;
        }
        if (!stored.contains(map)) {
            world.violated(slave.host() + " adopted a map that was never stored: " + map.term() + "/" + map.version());
        }
        if (before != null && before.isNewerThan(map)) {
            world.violated(slave.host() + " went back from map " + before.term() + "/" + before.version() + " to "
                    + map.term() + "/" + map.version());
        }
    }

    private static String text(RangeEntry range) {
        return range.state() + " by " + range.primary() + ", in sync " + range.inSync() + ", joining " + range.joining()
                + ", epoch " + range.epoch() + ", tenure " + range.primarySince()
                + (range.released() ? ", released" : "")
                + (range.target() == null ? "" : ", target " + range.target());
    }

    private void lost(int range, RangeEntry old) {
        world.trace("range " + range + " begins again empty");
        if (cluster.settings().isStored()) {
            world.violated("range " + range + " begins again empty although it was stored: " + old);
        }
        lostRanges.set(range);
        for (Member member : old.inSync()) {
            if (isAlive(member)) {
                world.violated("range " + range + " begins again empty although " + member + " lives and held it");
            }
        }
    }

    private boolean isAlive(Member member) {
        SimulatedSlave slave = cluster.slave(member.number());
        return slave.isAlive() && slave.life().incarnation() == member.incarnation();
    }

    // ---- serving

    /** A slave answers for a range at this instant: no other one may. */
    void serves(SimulatedSlave slave, int range) {
        for (SimulatedSlave other : cluster.slaves()) {
            if (other != slave && other.isAlive() && other.life().process().isRunning() && wouldServe(other, range)) {
                world.violated(slave.host() + " and " + other.host() + " both serve range " + range);
            }
        }
    }

    /** Whether each of these ranges would be answered for by another slave than this one. */
    boolean isServedByOthers(List<Integer> ranges, SimulatedSlave slave) {
        return ranges.stream().allMatch(range -> cluster.slaves().stream()
                .anyMatch(other -> other != slave
                        && other.isAlive()
                        && other.life().process().isRunning()
                        && wouldServe(other, range)));
    }

    private static boolean wouldServe(SimulatedSlave slave, int index) {
        if (slave.life().ranges().count() == 0) {
            return false;
        }
        long nanos = slave.life().process().clock().nanos();
        slave.life().ranges().observe(nanos, slave.life().process().clock().wallMillis());
        RangeReplica range = slave.life().ranges().range(index);
        return range.admit(Access.READ, nanos) == Admission.SERVE;
    }

    /** A client is told that what it wrote is there: every copy that counts as in sync holds it. */
    void acknowledges(int range, long sequence) {
        if (sequence > acknowledged[range]) {
            acknowledged[range] = sequence;
            allHoldWhatIsAcknowledged(range, newest.range(range));
        }
    }

    private void allHoldWhatIsAcknowledged(int index, RangeEntry entry) {
        if (lostRanges.get(index)) {
            return;
        }
        for (Member member : entry.inSync()) {
            if (isAlive(member)) {
                RangeSet ranges = cluster.slave(member.number()).life().ranges();
                if (ranges.count() == 0 && cluster.settings().isStored()) {
                    continue; // What it holds is on its disk still.
                }
                RangeReplica range = ranges.count() == 0 ? null : ranges.range(index);
                long held = range == null || !range.isComplete() ? 0 : range.sequence();
                if (held < acknowledged[index]) {
                    world.violated(member + " is in sync for range " + index + " and holds it up to " + held
                            + "; acknowledged is " + acknowledged[index] + describe(index));
                }
            }
        }
    }

    // ---- when all is quiet

    /** Why the cluster is not yet as it should be when nothing is wrong; null when it is. */
    String unsettled() {
        ClusterMap map = cluster.map();
        if (map == null || !map.isCut()) {
            return "no ranges have been cut";
        }
        int copies = 1 + Math.min(cluster.settings().buddies(), map.slaves().size() - 1);
        for (int index = 0; index < map.ranges().size(); index++) {
            RangeEntry range = map.range(index);
            if (range.isDown()
                    || range.isHandingOver()
                    || range.redirected()
                    || range.inSync().size() != copies
                    || !range.joining().isEmpty()) {
                return "range " + index + " is " + range + describe(index);
            }
        }
        for (SimulatedSlave slave : cluster.slaves()) {
            if (!slave.isAlive() || !map.equals(slave.life().ranges().map())) {
                return slave.host() + " does not follow the newest map";
            }
        }
        return null;
    }

    private String describe(int index) {
        StringBuilder text = new StringBuilder();
        for (SimulatedSlave slave : cluster.slaves()) {
            if (slave.isAlive() && slave.life().ranges().count() > 0) {
                RangeReplica range = slave.life().ranges().range(index);
                text.append("\n  ").append(slave.host()).append(": ").append(ReplicaProbe.describe(range));
            }
        }
        return text.toString();
    }

    void copiesAreEqual() {
        ClusterMap map = cluster.map();
        for (int index = 0; index < map.ranges().size(); index++) {
            Map<String, Member> contents = new HashMap<>();
            for (Member member : map.range(index).inSync()) {
                SimulatedSlave slave = cluster.slave(member.number());
                contents.put(ReplicaProbe.content(slave.life().ranges().range(index)), member);
            }
            if (contents.size() > 1) {
                world.violated("copies of range " + index + " differ: " + contents);
            }
        }
    }

    void isLinearizable(History history) {
        List<Invocation> kept = history.invocations().stream()
                .filter(each -> !lostRanges.get(cluster.rangeOf(each.key())))
                .toList();
        Verdict verdict = Linearizability.check(new History(kept));
        if (!verdict.isLinearizable()) {
            world.violated(verdict.toString());
        }
    }
}
