package io.buddykv.topology.change;

import static io.buddykv.topology.change.TestingCluster.TERM;
import static io.buddykv.topology.change.TestingCluster.all;
import static io.buddykv.topology.change.TestingCluster.cut;
import static io.buddykv.topology.change.TestingCluster.life;
import static io.buddykv.topology.change.TestingCluster.slave;
import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.placement.Placement;
import io.buddykv.topology.placement.PlacementPolicy;
import io.buddykv.topology.placement.Site;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ring's tables, written "slave: [ranges it serves],(ranges it copies)", nearest home first. */
class RingTableTest {
    private static final String ALL_UP = "A: [0],(3) · B: [1],(0) · C: [2],(1) · D: [3],(2)";

    private ClusterMap map = cut(4, 4, 1, PlacementPolicy.RING);

    @Test
    void allUp() {
        assertThat(table()).isEqualTo(ALL_UP);
    }

    @Test
    void aGoesDownAndComesUpAgain() {
        map = Failover.failedOver(map, TERM, life(0, 1), all());
        assertThat(table()).isEqualTo("B: [1,0] · C: [2],(1) · D: [3],(2)");

        copyAsPlaced();
        assertThat(table()).isEqualTo("B: [1,0],(3) · C: [2],(1,0) · D: [3],(2)");

        map = Registration.registered(map, TERM, slave(0, 2), all());
        copyAsPlaced();
        restoreHomes();
        dropSurplus();
        assertThat(table()).isEqualTo(ALL_UP);
        assertThat(map.ranges()).allMatch(range -> !range.redirected());
    }

    @Test
    void aNewSlaveTakesOfTheMostLoadedAndBecomesTheBuddyOfItsPredecessor() {
        int[] threeSlaves = Placement.homes(4, new TreeSet<>(Set.of(0, 1, 2)));
        assertThat(threeSlaves).containsExactly(0, 0, 1, 2);

        int[] homes = Placement.rebalanced(threeSlaves, new TreeSet<>(Set.of(0, 1, 2, 3)));
        assertThat(homes).containsExactly(0, 3, 1, 2);

        assertThat(Placement.copies(homes, Site.all(map), 1, PlacementPolicy.RING))
                .containsExactly(List.of(0, 1), List.of(3, 0), List.of(1, 2), List.of(2, 3));
    }

    private void copyAsPlaced() {
        forEachPlaced((range, wanted) -> {
            for (int number : wanted) {
                Member copy = map.slave(number).member();
                if (!map.range(range).names(number)) {
                    map = CopySet.joiningAdded(map, TERM, range, epoch(range), copy)
                            .orElseThrow();
                    map = CopySet.caughtUp(map, TERM, range, epoch(range), copy).orElseThrow();
                }
            }
        });
    }

    private void restoreHomes() {
        for (int range = 0; range < map.ranges().size(); range++) {
            if (map.range(range).redirected()) {
                Member home = map.slave(map.range(range).home()).member();
                map = HandOver.started(map, TERM, range, epoch(range), home).orElseThrow();
                map = HandOver.released(map, TERM, range, epoch(range)).orElseThrow();
                assertThat(map.range(range).released()).isTrue();
            }
        }
    }

    private void dropSurplus() {
        forEachPlaced((range, wanted) -> {
            for (Member member : map.range(range).inSync()) {
                if (!wanted.contains(member.number())) {
                    map = CopySet.copyRemoved(map, TERM, range, epoch(range), member, all())
                            .orElseThrow();
                }
            }
        });
    }

    private void forEachPlaced(BiConsumer<Integer, List<Integer>> step) {
        int[] homes = map.ranges().stream().mapToInt(RangeEntry::home).toArray();
        Set<Integer> up = map.slaves().values().stream()
                .filter(SlaveEntry::isUp)
                .map(SlaveEntry::number)
                .collect(Collectors.toSet());
        List<List<Integer>> placed = Placement.copies(homes, Site.all(map), up, 1, PlacementPolicy.RING);
        for (int range = 0; range < homes.length; range++) {
            step.accept(range, placed.get(range));
        }
    }

    private long epoch(int range) {
        return map.range(range).epoch();
    }

    private String table() {
        return map.slaves().values().stream()
                .filter(SlaveEntry::isUp)
                .map(slave -> row(slave.member()))
                .collect(Collectors.joining(" · "));
    }

    private String row(Member slave) {
        String primaries = ranges(slave, RangeEntry::isPrimary);
        String copies = ranges(slave, (range, member) -> range.isInSync(member) && !range.isPrimary(member));
        return (char) ('A' + slave.number()) + ": [" + primaries + "]" + (copies.isEmpty() ? "" : ",(" + copies + ")");
    }

    private String ranges(Member slave, BiPredicate<RangeEntry, Member> role) {
        int slaves = map.slaves().size();
        return IntStream.range(0, map.ranges().size())
                .boxed()
                .filter(range -> role.test(map.range(range), slave))
                .sorted(Comparator.comparing(
                        range -> (slave.number() - map.range(range).home() + slaves) % slaves))
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }
}
