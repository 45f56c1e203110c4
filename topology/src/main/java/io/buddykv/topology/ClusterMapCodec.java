package io.buddykv.topology;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The octets of a {@link ClusterMap}: the same in ZooKeeper, in what the master sends, and in what slaves keep.
 *
 * <p>Shape: the magic {@code BKVM}, one octet of format version, then in variable-length numbers the head, the slaves, a
 * table of members that are named by ranges without being a slave's newest life, the ranges, from format 2 on goal and
 * plan, and last a CRC32C of all of it. A map that has neither goal nor plan is written in format 1, which versions before
 * them read. Ranges name members by their place in the table that begins with the slaves' newest lives. There is one encoding
 * for each map: what decodes also encodes to the same octets.
 */
public final class ClusterMapCodec {
    /** What no encoded map exceeds, and nothing longer is read: ZooKeeper's own bound for a znode. */
    public static final int MAX_BYTES = 1 << 20;

    static final int FORMAT_WITHOUT_GOAL = 1;
    static final int FORMAT_WITH_GOAL = 2;
    static final int MAX_NUMBER = 0xffff;

    static final int STATE_BITS = 0x03;
    static final int RELEASED = 0x04;
    static final int HAS_PRIMARY = 0x08;
    static final int HAS_TARGET = 0x10;

    private static final byte[] MAGIC = {'B', 'K', 'V', 'M'};
    private static final int CRC_BYTES = Integer.BYTES;

    private ClusterMapCodec() {}

    /**
     * @throws IllegalArgumentException when the map is none that could be read again: a number of ranges that
     *     {@link KeyRanges} refuses, numbers out of bounds, or more than {@link #MAX_BYTES}
     */
    public static byte[] encode(ClusterMap map) {
        MapWriter out = new MapWriter();
        out.octets(MAGIC);
        boolean hasGoal = map.goal() != null || map.plan() != null;
        out.octet(hasGoal ? FORMAT_WITH_GOAL : FORMAT_WITHOUT_GOAL);
        out.head(map);
        Map<Member, Integer> table = new LinkedHashMap<>();
        out.slaves(map, table);
        out.formerMembers(map, table);
        out.ranges(map, table);
        if (hasGoal) {
            out.goal(map.goal());
            out.plan(map);
        }
        byte[] encoded = out.endedBy(CRC_BYTES);
        if (encoded.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the cluster map would take " + encoded.length + " octets, more than " + MAX_BYTES);
        }
        int body = encoded.length - CRC_BYTES;
        ByteBuffer.wrap(encoded).putInt(body, crc(encoded, body));
        return encoded;
    }

    /** @throws MalformedMapException when these are not the octets of a map; nothing is allocated on their word alone */
    public static ClusterMap decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new MalformedMapException(encoded.length + " octets are more than " + MAX_BYTES);
        }
        int body = encoded.length - CRC_BYTES;
        if (body < MAGIC.length + 1) {
            throw new MalformedMapException("only " + encoded.length + " octets");
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (encoded[i] != MAGIC[i]) {
                throw new MalformedMapException("it does not begin with the magic");
            }
        }
        int format = encoded[MAGIC.length] & 0xff;
        if (format != FORMAT_WITHOUT_GOAL && format != FORMAT_WITH_GOAL) {
            throw new MalformedMapException("format version " + format + ", this node reads " + FORMAT_WITHOUT_GOAL
                    + " to " + FORMAT_WITH_GOAL);
        }
        if (ByteBuffer.wrap(encoded).getInt(body) != crc(encoded, body)) {
            throw new MalformedMapException("wrong checksum");
        }
        MapReader in = new MapReader(encoded, MAGIC.length + 1, body);
        MapReader.Head head = in.head();
        List<SlaveEntry> slaves = in.slaves();
        List<Member> table = in.table(slaves);
        List<RangeEntry> ranges = in.ranges(table);
        boolean hasGoal = format == FORMAT_WITH_GOAL;
        Goal goal = hasGoal ? in.goal() : null;
        MovePlan plan = hasGoal ? in.plan(ranges) : null;
        if (hasGoal && goal == null && plan == null) {
            throw new MalformedMapException("format version " + FORMAT_WITH_GOAL + " without goal and plan");
        }
        ClusterMap map = in.map(head, slaves, ranges, goal, plan);
        in.expectEnd();
        return map;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
