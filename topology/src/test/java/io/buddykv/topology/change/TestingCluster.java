package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Goal;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Small clusters to start from; slaves are numbered from 0 and all on one site. */
final class TestingCluster {
    static final long TERM = 7;

    private TestingCluster() {}

    static ClusterMap cut(int slaves, int ranges, int buddies, PlacementPolicy policy) {
        return Birth.firstCut(registered(slaves), TERM, ranges, Goal.of(slaves, buddies, policy, Rebalancing.DEFAULT));
    }

    static ClusterMap registered(int slaves) {
        ClusterMap map = ClusterMap.unborn("testing", TERM);
        for (int number = 0; number < slaves; number++) {
            map = Registration.registered(map, TERM, slave(number, 1), silence());
        }
        return map;
    }

    /** The given life of a slave that keeps nothing on disk. */
    static Member life(int number, int life) {
        return new Member(number, 1000L * life + number + 1, 1000L * life + number + 1);
    }

    static SlaveEntry slave(int number, int life) {
        return slave(life(number, life));
    }

    static SlaveEntry slave(Member member) {
        Endpoints endpoints = new Endpoints("127.0.0.1", 6379, 7400, 7401, 8080);
        return new SlaveEntry(member, endpoints, "zone", "host" + member.number(), SlaveState.UP);
    }

    static Answers silence() {
        return Answers.by(member -> false);
    }

    static Answers all() {
        return Answers.by(member -> true);
    }

    static Answers from(Member... members) {
        Set<Member> answered = new HashSet<>(Arrays.asList(members));
        return Answers.by(answered::contains);
    }

    /** All have answered, and slave {@code n} holds up to {@code sequences[n]} of every range. */
    static Answers sequences(long... sequences) {
        return new Answers() {
            @Override
            public boolean answered(Member member) {
                return true;
            }

            @Override
            public long sequence(Member member, int range) {
                return sequences[member.number()];
            }
        };
    }

    static ClusterMap with(ClusterMap map, int range, RangeEntry entry) {
        List<RangeEntry> ranges = new ArrayList<>(map.ranges());
        ranges.set(range, entry);
        return new ClusterMap(
                map.clusterId(),
                map.version(),
                map.term(),
                map.dataLosses(),
                ranges,
                map.slaves(),
                map.goal(),
                map.plan());
    }
}
