package io.buddykv.node.master;

import io.buddykv.node.time.TimeSource;
import io.buddykv.protocol.message.RangeFence;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.change.Failover;
import io.buddykv.topology.change.Registration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks slaves that count as down whether they are back in the same life, and the last known copies of ranges that are down
 * whether they can serve. All are asked in one round, so that of several that return together the best is chosen.
 */
final class Probes {
    private final CheckRounds rounds;
    private final MapLedger ledger;
    private final TimeSource time;
    private final long doubtNanos;
    private final Map<Member, Long> doubtfulSince = new HashMap<>();
    private boolean underWay;

    /** @param doubtNanos how long a doubtful copy waits for the others of its range */
    Probes(CheckRounds rounds, MapLedger ledger, TimeSource time, long doubtNanos) {
        this.rounds = rounds;
        this.ledger = ledger;
        this.time = time;
        this.doubtNanos = doubtNanos;
    }

    /** Asks, unless the last round has not ended or there is nobody to ask. */
    void probe() {
        ClusterMap map = ledger.confirmed();
        List<SlaveEntry> asked = toAsk(map);
        if (underWay || asked.isEmpty()) {
            return;
        }
        underWay = true;
        rounds.ask(asked, fences(map), answers -> {
            underWay = false;
            Set<Member> returned = asked.stream()
                    .map(SlaveEntry::member)
                    .filter(answers::answered)
                    .collect(Collectors.toSet());
            noteDoubtful(returned, answers);
            if (!returned.isEmpty()) {
                ledger.submit(
                        MapLedger.Urgency.CLIENTS_WAIT,
                        Reason.RETURNED,
                        describe(returned),
                        (now, term) -> returned(now, term, returned, answers));
            }
        });
    }

    private void noteDoubtful(Set<Member> returned, RoundAnswers answers) {
        doubtfulSince.keySet().removeIf(member -> !ledger.confirmed().isCurrent(member));
        for (Member member : returned) {
            if (answers.isDoubtful(member)) {
                doubtfulSince.putIfAbsent(member, time.nanos());
            }
        }
    }

    private boolean hasWaited(Member doubtful) {
        Long since = doubtfulSince.get(doubtful);
        return since != null && time.nanos() - since >= doubtNanos;
    }

    static List<SlaveEntry> toAsk(ClusterMap map) {
        Map<Integer, SlaveEntry> asked = new TreeMap<>();
        for (SlaveEntry slave : map.slaves().values()) {
            if (slave.state() == SlaveState.DOWN) {
                asked.put(slave.number(), slave);
            }
        }
        for (RangeEntry range : map.ranges()) {
            if (range.isDown()) {
                for (Member member : range.inSync()) {
                    SlaveEntry slave = map.slave(member.number());
                    if (slave != null && slave.member().dataId() == member.dataId()) {
                        asked.put(slave.number(), slave);
                    }
                }
            }
        }
        return new ArrayList<>(asked.values());
    }

    /** Nobody is primary of these ranges; the fence keeps what a last primary sent long ago from arriving late. */
    private static Map<Integer, List<RangeFence>> fences(ClusterMap map) {
        Map<Integer, List<RangeFence>> fences = new HashMap<>();
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            if (entry.isDown()) {
                RangeFence fence = new RangeFence(range, entry.nextEpoch());
                entry.inSync().forEach(member -> fences.computeIfAbsent(member.number(), number -> new ArrayList<>())
                        .add(fence));
            }
        }
        return fences;
    }

    private ClusterMap returned(ClusterMap map, long term, Set<Member> returned, RoundAnswers answers) {
        ClusterMap changed = map;
        for (Member member : returned) {
            changed = Registration.returnedAlive(changed, term, member).orElse(changed);
        }
        return Failover.revived(changed, term, new Revival(changed, answers, this::hasWaited));
    }

    private static String describe(Set<Member> returned) {
        return returned.stream().map(member -> "slave " + member).sorted().collect(Collectors.joining(", "));
    }
}
