package io.buddykv.topology;

import io.buddykv.topology.placement.PlacementPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Cluster maps of any content, sensible or not, as long as the codec has to carry them. */
final class ClusterMaps {
    private ClusterMaps() {}

    static Arbitrary<ClusterMap> any() {
        Arbitrary<Integer> rangeCounts = Arbitraries.of(0, 16, 32);
        return Combinators.combine(slaves(), rangeCounts, text(), Arbitraries.longs(), Arbitraries.longs())
                .flatAs((slaves, rangeCount, id, version, term) -> Combinators.combine(
                                range(slaves).list().ofSize(rangeCount),
                                goal().injectNull(0.3),
                                plan(rangeCount).injectNull(0.3))
                        .as((ranges, goal, plan) -> new ClusterMap(
                                id, version, term, version ^ term, ranges, byNumber(slaves), goal, plan)));
    }

    private static Arbitrary<Goal> goal() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 300),
                        Arbitraries.integers().between(0, Goal.MOST_BUDDIES),
                        Arbitraries.of(PlacementPolicy.class),
                        Arbitraries.of(Rebalancing.By.class),
                        Arbitraries.integers().between(1, Rebalancing.MOST_PARALLEL_MOVES),
                        Arbitraries.longs().between(0, Long.MAX_VALUE),
                        Arbitraries.integers().between(0, 200).set().ofMaxSize(3))
                .as((slaves, buddies, placement, by, moves, bytes, drained) -> new Goal(
                        slaves, buddies, placement, new Rebalancing(by, moves, bytes), new TreeSet<>(drained)));
    }

    private static Arbitrary<MovePlan> plan(int ranges) {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 200);
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, ranges == 0 ? 0 : Goal.MOST_BUDDIES))
                .flatAs((basis, moves, width) -> numbers.list()
                        .ofSize(width)
                        .list()
                        .ofSize(ranges)
                        .map(buddies -> new MovePlan(basis, moves, buddies)));
    }

    private static Arbitrary<RangeEntry> range(List<SlaveEntry> slaves) {
        List<Member> named = new ArrayList<>(List.of(new Member(9, 99, 999)));
        slaves.forEach(slave -> named.add(slave.member()));
        Arbitrary<Member> members = Arbitraries.of(named);
        Arbitrary<List<Member>> lists = members.list().ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 200),
                        members.injectNull(0.2),
                        lists,
                        lists,
                        Arbitraries.longs(),
                        Arbitraries.longs().between(0, 300),
                        Arbitraries.of(RangeState.class),
                        members.injectNull(0.5))
                .as((home, primary, inSync, joining, epoch, since, state, target) -> new RangeEntry(
                        home, primary, inSync, joining, epoch, since, epoch / 2, since % 2 == 0, state, target));
    }

    private static Arbitrary<List<SlaveEntry>> slaves() {
        Arbitrary<Integer> ports = Arbitraries.integers().between(0, 65535);
        Arbitrary<Endpoints> endpoints = Combinators.combine(text(), ports, ports, ports, ports)
                .as((host, client, master, replication, http) ->
                        new Endpoints(host, client, master, replication, http));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 300),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        endpoints,
                        text().injectNull(0.2),
                        text().injectNull(0.2),
                        Arbitraries.of(SlaveState.class))
                .as((number, incarnation, dataId, ends, zone, host, state) ->
                        new SlaveEntry(new Member(number, incarnation, dataId), ends, zone, host, state))
                .list()
                .ofMaxSize(4)
                .uniqueElements(SlaveEntry::number);
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings().alpha().numeric().withChars('ä', '漢').ofMaxLength(12);
    }

    private static SortedMap<Integer, SlaveEntry> byNumber(List<SlaveEntry> slaves) {
        SortedMap<Integer, SlaveEntry> byNumber = new TreeMap<>();
        slaves.forEach(slave -> byNumber.put(slave.number(), slave));
        return byNumber;
    }
}
