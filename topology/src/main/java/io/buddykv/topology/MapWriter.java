package io.buddykv.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the parts of a cluster map in {@link ClusterMapCodec}'s format. */
final class MapWriter {
    private static final int FIRST_CAPACITY = 4096;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    void head(ClusterMap map) {
        text(map.clusterId());
        number(map.version());
        number(map.term());
        number(map.dataLosses());
    }

    void slaves(ClusterMap map, Map<Member, Integer> table) {
        number(map.slaves().size());
        map.slaves().forEach((number, slave) -> {
            if (number != slave.number()) {
                throw new IllegalArgumentException("slave " + slave.member() + " stands under number " + number);
            }
            table.put(slave.member(), table.size());
            member(slave.member());
            endpoints(slave.endpoints());
            text(slave.zone());
            text(slave.host());
            octet(slave.state().ordinal());
        });
    }

    /** Members that ranges name though they are no slave's newest life. */
    void formerMembers(ClusterMap map, Map<Member, Integer> table) {
        Set<Member> former = new LinkedHashSet<>();
        for (RangeEntry range : map.ranges()) {
            addFormer(former, range.primary(), table);
            addFormer(former, range.target(), table);
            range.inSync().forEach(member -> addFormer(former, member, table));
            range.joining().forEach(member -> addFormer(former, member, table));
        }
        number(former.size());
        for (Member member : former) {
            table.put(member, table.size());
            member(member);
        }
    }

    /** In the order in which {@link #range} writes them. */
    private static void addFormer(Set<Member> former, Member member, Map<Member, Integer> table) {
        if (member != null && !table.containsKey(member)) {
            former.add(member);
        }
    }

    void ranges(ClusterMap map, Map<Member, Integer> table) {
        if (map.isCut()) {
            map.keyRanges();
        }
        number(map.ranges().size());
        for (RangeEntry range : map.ranges()) {
            range(range, table);
        }
    }

    void goal(Goal goal) {
        octet(goal == null ? 0 : 1);
        if (goal == null) {
            return;
        }
        slaveNumber(goal.slaves());
        octet(goal.buddies());
        octet(goal.placement().ordinal());
        octet(goal.rebalancing().by().ordinal());
        number(goal.rebalancing().maxParallelMoves());
        number(goal.rebalancing().maxBytesPerSecond());
        number(goal.drained().size());
        goal.drained().forEach(this::slaveNumber);
    }

    void plan(ClusterMap map) {
        MovePlan plan = map.plan();
        octet(plan == null ? 0 : 1);
        if (plan == null) {
            return;
        }
        if (plan.buddies().size() != map.ranges().size()) {
            throw new IllegalArgumentException("a plan for " + plan.buddies().size() + " ranges, there are "
                    + map.ranges().size());
        }
        fixedLong(plan.basis());
        number(plan.moves());
        octet(plan.width());
        plan.buddies().forEach(buddies -> buddies.forEach(this::slaveNumber));
    }

    private void range(RangeEntry range, Map<Member, Integer> table) {
        int flags = range.state().ordinal();
        flags |= range.released() ? ClusterMapCodec.RELEASED : 0;
        flags |= range.primary() != null ? ClusterMapCodec.HAS_PRIMARY : 0;
        flags |= range.target() != null ? ClusterMapCodec.HAS_TARGET : 0;
        octet(flags);
        slaveNumber(range.home());
        number(range.epoch());
        number(range.primarySince());
        number(range.bornEpoch());
        if (range.primary() != null) {
            number(table.get(range.primary()));
        }
        if (range.target() != null) {
            number(table.get(range.target()));
        }
        indexes(range.inSync(), table);
        indexes(range.joining(), table);
    }

    private void indexes(List<Member> members, Map<Member, Integer> table) {
        number(members.size());
        for (Member member : members) {
            number(table.get(member));
        }
    }

    private void member(Member member) {
        slaveNumber(member.number());
        fixedLong(member.incarnation());
        fixedLong(member.dataId());
    }

    private void endpoints(Endpoints endpoints) {
        text(endpoints.host());
        slaveNumber(endpoints.clientPort());
        slaveNumber(endpoints.masterPort());
        slaveNumber(endpoints.replicationPort());
        slaveNumber(endpoints.httpPort());
    }

    private void slaveNumber(int value) {
        if (value < 0 || value > ClusterMapCodec.MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "a number or port must be from 0 to " + ClusterMapCodec.MAX_NUMBER + ", not " + value);
        }
        number(value);
    }

    /** Null and text are told apart by a length that is one higher than the text's. */
    private void text(String text) {
        if (text == null) {
            number(0);
            return;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length + 1L);
        octets(encoded);
    }

    private void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    private void fixedLong(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            octet((int) (value >>> shift));
        }
    }

    void octets(byte[] octets) {
        for (byte octet : octets) {
            octet(octet);
        }
    }

    void octet(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }

    /** All that was written, with room for {@code more} octets behind it. */
    byte[] endedBy(int more) {
        return Arrays.copyOf(bytes, length + more);
    }
}
