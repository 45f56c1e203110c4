package io.buddykv.node.master;

import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.protocol.message.RangeClaim;
import io.buddykv.protocol.message.RangeFence;
import io.buddykv.protocol.message.RangeLoad;
import io.buddykv.protocol.message.RangePosition;
import io.buddykv.protocol.message.Release;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One life of a slave as a master sees it. By itself it does what the map asks: copies that join have caught up as soon as
 * their primary has heard of them, and what is to be handed over is released.
 */
final class TestingSlave {
    private static final long SEQUENCE = 100;
    private static final long KEYS = 10;

    final Endpoints endpoints;
    final long incarnation;
    final String host;
    final List<Check> checks = new ArrayList<>();
    final List<ClusterMap> pushes = new ArrayList<>();
    final Map<Integer, Long> sequences = new HashMap<>();
    private final SlavePort master;
    Member member;
    ClusterMap map;
    long bytesPerRange = 1_000;
    long memoryLimit = 1_000_000;
    final Map<Integer, Long> operations = new HashMap<>();
    boolean helpful = true;
    boolean refusesPushes;
    boolean doubtful;
    int protocol = ProtocolVersion.CURRENT;
    long knownTerm;
    private boolean dead;
    private boolean silent;
    private long delayNanos;

    TestingSlave(Endpoints endpoints, long incarnation, String host, SlavePort master) {
        this.endpoints = endpoints;
        this.incarnation = incarnation;
        this.host = host;
        this.master = master;
    }

    /** The same process, with another master to report to. */
    TestingSlave servedBy(SlavePort another) {
        TestingSlave slave = new TestingSlave(endpoints, incarnation, host, another);
        slave.member = member;
        slave.map = map;
        slave.knownTerm = knownTerm;
        slave.protocol = protocol;
        return slave;
    }

    void die() {
        dead = true;
    }

    void freeze() {
        silent = true;
    }

    void thaw() {
        silent = false;
    }

    void answerAfterMillis(long millis) {
        delayNanos = millis * 1_000_000;
    }

    boolean isDead() {
        return dead;
    }

    boolean isSilent() {
        return silent;
    }

    long delayNanos() {
        return delayNanos;
    }

    List<RangeFence> fences() {
        return checks.stream().flatMap(check -> check.fences().stream()).toList();
    }

    Supplier<CheckAnswer> check(Check check) {
        return () -> {
            checks.add(check);
            if (check.term() < knownTerm) {
                throw new IllegalStateException("term " + check.term() + " is over");
            }
            return new CheckAnswer(
                    member == null ? new Member(0, incarnation, incarnation) : member,
                    map == null ? 0 : map.term(),
                    map == null ? 0 : map.version(),
                    positions(),
                    doubtful);
        };
    }

    private List<RangePosition> positions() {
        List<RangePosition> positions = new ArrayList<>();
        for (int range = 0; map != null && range < map.ranges().size(); range++) {
            if (map.range(range).inSync().stream().anyMatch(this::isOnMyData)) {
                long sequence = sequences.getOrDefault(range, SEQUENCE);
                positions.add(new RangePosition(range, map.range(range).primarySince(), sequence, true));
            }
        }
        return positions;
    }

    private boolean isOnMyData(Member last) {
        return member != null && last.number() == member.number() && last.dataId() == member.dataId();
    }

    Supplier<Void> push(ClusterMap pushed) {
        return () -> {
            if (refusesPushes) {
                throw new IllegalStateException("not now");
            }
            pushes.add(pushed);
            if (pushed.isNewerThan(map)) {
                map = pushed;
                knownTerm = pushed.term();
                act();
            }
            return null;
        };
    }

    Supplier<ClusterMap> map() {
        return () -> map;
    }

    Supplier<SlaveLoad> load() {
        return () -> {
            List<RangeLoad> loads = new ArrayList<>();
            for (int range = 0; map != null && range < map.ranges().size(); range++) {
                if (map.range(range).isPrimary(member)) {
                    loads.add(new RangeLoad(range, KEYS, bytesPerRange, operations.getOrDefault(range, 0L)));
                }
            }
            return new SlaveLoad(member, 0, memoryLimit, 0, loads);
        };
    }

    private void act() {
        if (!helpful || member == null) {
            return;
        }
        List<RangeClaim> claims = new ArrayList<>();
        List<Release> releases = new ArrayList<>();
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            if (!entry.isPrimary(member)) {
                continue;
            }
            for (Member copy : entry.joining()) {
                claims.add(new RangeClaim(range, entry.epoch(), copy, RangeClaim.Kind.CAUGHT_UP));
            }
            if (entry.isHandingOver()) {
                releases.add(new Release(range, entry.epoch(), SEQUENCE));
            }
        }
        if (!claims.isEmpty()) {
            master.report(new CopyReport(member, claims));
        }
        if (!releases.isEmpty()) {
            master.release(new ReleaseReport(member, releases));
        }
    }
}
