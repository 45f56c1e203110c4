package io.buddykv.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What is true of every map that a master may write, and of every two that follow each other. Written against the rules,
 * not against the code that makes the maps, so that it can judge that code.
 */
public final class MapInvariants {
    private final List<String> violations = new ArrayList<>();

    private MapInvariants() {}

    /** What is wrong with the map, for people; empty when it is as it has to be. */
    public static List<String> check(ClusterMap map) {
        MapInvariants invariants = new MapInvariants();
        map.slaves()
                .forEach(
                        (number, slave) -> invariants.expect(number == slave.number(), "slave under number " + number));
        for (int range = 0; range < map.ranges().size(); range++) {
            invariants.checkRange(map, map.range(range), "range " + range + ": ");
        }
        if (map.plan() != null) {
            invariants.checkPlan(map);
        }
        return invariants.violations;
    }

    /** What is wrong with {@code after} as a later map of the same cluster; one write may hold several changes. */
    public static List<String> checkStep(ClusterMap before, ClusterMap after) {
        MapInvariants invariants = new MapInvariants();
        invariants.expect(Objects.equals(before.clusterId(), after.clusterId()), "the cluster id changed");
        invariants.expect(after.version() > before.version(), "the version did not rise");
        invariants.expect(after.term() >= before.term(), "the term fell");
        invariants.expect(after.dataLosses() >= before.dataLosses(), "the count of data losses fell");
        invariants.expect(
                !before.isCut() || after.ranges().size() == before.ranges().size(), "the number of ranges changed");
        for (int range = 0;
                range < Math.min(before.ranges().size(), after.ranges().size());
                range++) {
            invariants.checkStep(before.range(range), after.range(range), "range " + range + ": ");
        }
        return invariants.violations;
    }

    private void checkPlan(ClusterMap map) {
        List<List<Integer>> buddies = map.plan().buddies();
        expect(
                buddies.size() == map.ranges().size(),
                "planned are " + buddies.size() + " of " + map.ranges().size() + " ranges");
        for (int range = 0; range < Math.min(buddies.size(), map.ranges().size()); range++) {
            Set<Integer> numbers = new HashSet<>(buddies.get(range));
            numbers.add(map.range(range).home());
            expect(numbers.size() == 1 + map.plan().width(), "range " + range + ": planned twice on one slave");
        }
    }

    private void checkRange(ClusterMap map, RangeEntry entry, String where) {
        expect(!entry.inSync().isEmpty(), where + "no in-sync member is known");
        expect(entry.epoch() >= entry.primarySince(), where + "its primary is of a later epoch than itself");
        expect(entry.primarySince() >= entry.bornEpoch(), where + "born in a later epoch than its primary's first");
        expect(entry.bornEpoch() >= 1, where + "never born");
        Set<Integer> numbers = new HashSet<>();
        entry.inSync().forEach(member -> expect(numbers.add(member.number()), where + member + " stands there twice"));
        entry.joining().forEach(member -> {
            expect(numbers.add(member.number()), where + member + " stands there twice");
            expect(map.isCurrent(member) && map.slave(member.number()).isUp(), where + member + " joins but is not up");
        });
        entry.members()
                .forEach(member -> expect(map.slave(member.number()) != null, where + member + " is no slave's life"));
        if (entry.isDown()) {
            expect(entry.primary() == null, where + "down, and has a primary");
            expect(entry.joining().isEmpty(), where + "down, and has joining copies");
            expect(!entry.released(), where + "down, and released");
        } else {
            checkPrimary(map, entry, where);
        }
        checkTarget(map, entry, where);
    }

    private void checkPrimary(ClusterMap map, RangeEntry entry, String where) {
        Member primary = entry.primary();
        if (primary == null) {
            expect(false, where + "not down, and has no primary");
            return;
        }
        expect(entry.isInSync(primary), where + "its primary is not in sync");
        expect(map.isCurrent(primary), where + "its primary is not its slave's newest life");
        SlaveEntry slave = map.slave(primary.number());
        expect(slave != null && slave.state() != SlaveState.DOWN, where + "its primary's slave is down");
    }

    private void checkTarget(ClusterMap map, RangeEntry entry, String where) {
        Member target = entry.target();
        expect(
                entry.isHandingOver() == (target != null),
                where + "a target without a hand-over, or the other way round");
        if (target != null) {
            expect(entry.isInSync(target), where + "its target is not in sync");
            expect(!entry.isPrimary(target), where + "its target is its primary");
            expect(map.isCurrent(target) && map.slave(target.number()).isUp(), where + "its target is not up");
        }
    }

    private void checkStep(RangeEntry before, RangeEntry after, String where) {
        boolean primaryChanged = !Objects.equals(before.primary(), after.primary());
        boolean inSyncChanged = !new HashSet<>(before.inSync()).equals(new HashSet<>(after.inSync()));
        boolean joinWithdrawn =
                before.joining().stream().anyMatch(member -> !after.isJoining(member) && !after.isInSync(member));
        boolean handOverCancelled = before.isHandingOver() && !after.isHandingOver() && !primaryChanged;
        expect(after.epoch() >= before.epoch(), where + "its epoch fell");
        if (primaryChanged || inSyncChanged || joinWithdrawn || handOverCancelled) {
            expect(after.epoch() > before.epoch(), where + "it changed, and its epoch did not rise");
        }
        expect(after.primarySince() >= before.primarySince(), where + "its primary's epoch fell");
        if (primaryChanged) {
            expect(after.primarySince() > before.epoch(), where + "its primary changed without a new epoch");
        }
        if (before.isHandingOver() && after.epoch() > before.epoch()) {
            checkSuccession(before, after, where);
        }
        boolean born = after.bornEpoch() != before.bornEpoch();
        if (born) {
            expect(
                    before.isDown() || after.bornEpoch() > before.nextEpoch(),
                    where + "born again while it was not down");
            expect(after.bornEpoch() > before.epoch(), where + "born again in an old epoch");
        } else {
            checkHolders(before, after, where);
        }
        if (after.released() && after.primarySince() != before.primarySince()) {
            expect(
                    before.isHandingOver() && Objects.equals(before.target(), after.primary()),
                    where + "released without a hand-over to its primary");
        }
    }

    /** The target may have taken over in the next epoch without the map saying so: no other tenure has that epoch. */
    private void checkSuccession(RangeEntry before, RangeEntry after, String where) {
        long targets = before.epoch() + 1;
        boolean released = after.primarySince() == targets && after.released() && after.isPrimary(before.target());
        expect(
                released || after.primarySince() > targets,
                where + "it changed while it was handed over, and its target's epoch was not passed over");
    }

    /** Nobody comes to hold every acknowledged write but by having held it or by having joined. */
    private void checkHolders(RangeEntry before, RangeEntry after, String where) {
        for (Member member : after.inSync()) {
            boolean held = before.inSync().stream()
                    .anyMatch(last -> last.number() == member.number() && last.dataId() == member.dataId());
            expect(held || before.isJoining(member), where + member + " is in sync without having joined");
        }
        Set<Member> kept = new HashSet<>(before.inSync());
        if (after.isDown()) {
            expect(kept.equals(new HashSet<>(after.inSync())), where + "down, and not with the in-sync set last known");
        }
    }

    private void expect(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }
}
