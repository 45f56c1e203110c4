package io.buddykv.topology;

import io.buddykv.topology.placement.PlacementPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the parts of a cluster map in {@link ClusterMapCodec}'s format, in the order they stand. Lists grow with what was
 * really read, each element of which takes at least one octet, so an announced length costs nothing.
 */
final class MapReader {
    private final byte[] bytes;
    private final int end;
    private int at;
    /** The place in the table of the next former member that no range has named yet. */
    private int nextFormer;

    MapReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    record Head(String clusterId, long version, long term, long dataLosses) {}

    Head head() {
        return new Head(text(), number(), number(), number());
    }

    List<SlaveEntry> slaves() {
        int count = count("slaves");
        List<SlaveEntry> slaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SlaveEntry slave = new SlaveEntry(member(), endpoints(), text(), text(), slaveState());
            if (i > 0 && slaves.get(i - 1).number() >= slave.number()) {
                throw new MalformedMapException("slaves out of order");
            }
            slaves.add(slave);
        }
        return slaves;
    }

    /** The slaves' newest lives, and behind them the former members that follow in the octets. */
    List<Member> table(List<SlaveEntry> slaves) {
        List<Member> table = new ArrayList<>();
        slaves.forEach(slave -> table.add(slave.member()));
        nextFormer = table.size();
        Set<Member> seen = new HashSet<>(table);
        int count = count("former members");
        for (int i = 0; i < count; i++) {
            Member member = member();
            if (!seen.add(member)) {
                throw new MalformedMapException("a member stands in the table twice");
            }
            table.add(member);
        }
        return table;
    }

    List<RangeEntry> ranges(List<Member> table) {
        int count = count("ranges");
        if (count != 0 && (count < KeyRanges.MIN || count > KeyRanges.MAX || Integer.bitCount(count) != 1)) {
            throw new MalformedMapException(count + " ranges");
        }
        List<RangeEntry> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranges.add(range(table));
        }
        if (nextFormer != table.size()) {
            throw new MalformedMapException("former members that no range names");
        }
        return ranges;
    }

    private RangeEntry range(List<Member> table) {
        int flags = octet();
        int known = ClusterMapCodec.STATE_BITS
                | ClusterMapCodec.RELEASED
                | ClusterMapCodec.HAS_PRIMARY
                | ClusterMapCodec.HAS_TARGET;
        if ((flags & ~known) != 0) {
            throw new MalformedMapException("unknown flags of a range: " + flags);
        }
        RangeState state = oneOf(RangeState.values(), flags & ClusterMapCodec.STATE_BITS);
        int home = smallNumber();
        long epoch = number();
        long primarySince = number();
        long bornEpoch = number();
        Member primary = (flags & ClusterMapCodec.HAS_PRIMARY) != 0 ? indexed(table) : null;
        Member target = (flags & ClusterMapCodec.HAS_TARGET) != 0 ? indexed(table) : null;
        List<Member> inSync = indexedList(table);
        List<Member> joining = indexedList(table);
        boolean released = (flags & ClusterMapCodec.RELEASED) != 0;
        return new RangeEntry(home, primary, inSync, joining, epoch, primarySince, bornEpoch, released, state, target);
    }

    /** Null where there is none. */
    Goal goal() {
        if (!present()) {
            return null;
        }
        int wanted = smallNumber();
        int buddies = octet();
        PlacementPolicy placement = oneOf(PlacementPolicy.values(), octet());
        Rebalancing.By by = oneOf(Rebalancing.By.values(), octet());
        long moves = number();
        long bytes = number();
        int count = count("drained slaves");
        SortedSet<Integer> drained = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            int number = smallNumber();
            if (!drained.isEmpty() && drained.last() >= number) {
                throw new MalformedMapException("drained slaves out of order");
            }
            drained.add(number);
        }
        try {
            return new Goal(wanted, buddies, placement, new Rebalancing(by, Math.toIntExact(moves), bytes), drained);
        } catch (IllegalArgumentException | ArithmeticException none) {
            throw new MalformedMapException("a goal that cannot be: " + none.getMessage());
        }
    }

    /** Null where there is none. */
    MovePlan plan(List<RangeEntry> ranges) {
        if (!present()) {
            return null;
        }
        long basis = fixedLong();
        long moves = number();
        int width = octet();
        if (moves < 0 || moves > Integer.MAX_VALUE || width > Goal.MOST_BUDDIES || (ranges.isEmpty() && width > 0)) {
            throw new MalformedMapException("a plan of " + moves + " moves and " + width + " buddies");
        }
        List<List<Integer>> buddies = new ArrayList<>(ranges.size());
        for (int range = 0; range < ranges.size(); range++) {
            List<Integer> some = new ArrayList<>(width);
            for (int i = 0; i < width; i++) {
                some.add(smallNumber());
            }
            buddies.add(some);
        }
        return new MovePlan(basis, (int) moves, buddies);
    }

    private boolean present() {
        int flag = octet();
        if (flag > 1) {
            throw new MalformedMapException("neither there nor not there: " + flag);
        }
        return flag == 1;
    }

    ClusterMap map(Head head, List<SlaveEntry> slaves, List<RangeEntry> ranges, Goal goal, MovePlan plan) {
        SortedMap<Integer, SlaveEntry> byNumber = new TreeMap<>();
        slaves.forEach(slave -> byNumber.put(slave.number(), slave));
        return new ClusterMap(
                head.clusterId(), head.version(), head.term(), head.dataLosses(), ranges, byNumber, goal, plan);
    }

    void expectEnd() {
        if (at != end) {
            throw new MalformedMapException((end - at) + " octets too many");
        }
    }

    private List<Member> indexedList(List<Member> table) {
        int count = count("copies");
        if (count == 0) {
            return List.of();
        }
        List<Member> members = new ArrayList<>(2);
        for (int i = 0; i < count; i++) {
            members.add(indexed(table));
        }
        return members;
    }

    private Member indexed(List<Member> table) {
        long index = number();
        if (index < 0 || index >= table.size()) {
            throw new MalformedMapException("no member " + index + " in its table");
        }
        if (index > nextFormer) {
            throw new MalformedMapException("former members are not in the order in which ranges name them");
        }
        if (index == nextFormer) {
            nextFormer++;
        }
        return table.get((int) index);
    }

    private Member member() {
        return new Member(smallNumber(), fixedLong(), fixedLong());
    }

    private Endpoints endpoints() {
        return new Endpoints(text(), smallNumber(), smallNumber(), smallNumber(), smallNumber());
    }

    private SlaveState slaveState() {
        return oneOf(SlaveState.values(), octet());
    }

    private static <E> E oneOf(E[] values, int ordinal) {
        if (ordinal >= values.length) {
            throw new MalformedMapException("unknown state " + ordinal);
        }
        return values[ordinal];
    }

    /** A count of things that follow, each of at least one octet. */
    private int count(String what) {
        long count = number();
        if (count < 0 || count > end - at) {
            throw new MalformedMapException(count + " " + what + " announced, " + (end - at) + " octets follow");
        }
        return (int) count;
    }

    private int smallNumber() {
        long value = number();
        if (value < 0 || value > ClusterMapCodec.MAX_NUMBER) {
            throw new MalformedMapException("a number or port of " + value);
        }
        return (int) value;
    }

    private String text() {
        int lengthAndOne = count("octets of text and one");
        if (lengthAndOne == 0) {
            return null;
        }
        int length = lengthAndOne - 1;
        ByteBuffer octets = ByteBuffer.wrap(bytes, at, length);
        at += length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMapException("text that is not UTF-8");
        }
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = octet();
            if (shift == 63 && octet > 1) {
                throw new MalformedMapException("a number of more than 64 bits");
            }
            value |= (octet & 0x7fL) << shift;
            if ((octet & 0x80) == 0) {
                if (octet == 0 && shift > 0) {
                    throw new MalformedMapException("a number with needless octets");
                }
                return value;
            }
        }
        throw new MalformedMapException("a number of more than 64 bits");
    }

    private long fixedLong() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | octet();
        }
        return value;
    }

    private int octet() {
        if (at == end) {
            throw new MalformedMapException("it ends in the middle");
        }
        return bytes[at++] & 0xff;
    }
}
