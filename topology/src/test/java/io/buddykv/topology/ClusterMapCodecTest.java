package io.buddykv.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ClusterMapCodecTest {
    private static final int BODY = 5;

    @Property(tries = 200)
    void everyMapComesBackAsItWas(@ForAll("maps") ClusterMap map) {
        byte[] encoded = ClusterMapCodec.encode(map);

        assertThat(ClusterMapCodec.decode(encoded)).isEqualTo(map);
        assertThat(ClusterMapCodec.encode(ClusterMapCodec.decode(encoded))).isEqualTo(encoded);
    }

    @Property(tries = 8, edgeCases = EdgeCasesMode.NONE)
    void everyFlippedOctetIsRefused(@ForAll("maps") ClusterMap map) {
        byte[] encoded = ClusterMapCodec.encode(map);
        for (int i = 0; i < encoded.length; i++) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] damaged = encoded.clone();
                damaged[i] ^= (byte) flip;
                assertRefused(damaged);
            }
        }
    }

    @Property(tries = 8, edgeCases = EdgeCasesMode.NONE)
    void everyTruncationIsRefused(@ForAll("maps") ClusterMap map) {
        byte[] encoded = ClusterMapCodec.encode(map);
        for (int length = 0; length < encoded.length; length++) {
            assertRefused(Arrays.copyOf(encoded, length));
            if (length > BODY + Integer.BYTES) {
                assertRefused(withRightChecksum(Arrays.copyOf(encoded, length)));
            }
        }
        assertRefused(withRightChecksum(Arrays.copyOf(encoded, encoded.length + 1)));
    }

    /** The checksum keeps out accidents, not malice: behind it, too, only what is well formed is read. */
    @Property(tries = 500)
    void hostileOctetsUnderARightChecksumEitherDecodeOrAreRefused(
            @ForAll("maps") ClusterMap map, @ForAll int where, @ForAll byte what) {
        byte[] encoded = ClusterMapCodec.encode(map);
        encoded[BODY + Math.floorMod(where, encoded.length - BODY)] = what;
        byte[] hostile = withRightChecksum(encoded);
        try {
            assertThat(ClusterMapCodec.encode(ClusterMapCodec.decode(hostile))).isEqualTo(hostile);
        } catch (MalformedMapException refused) {
            assertThat(refused).hasMessageContaining("not a readable cluster map");
        }
    }

    @Test
    void announcedSizesAllocateNothing() {
        for (int announced : new int[] {0x7f, 0x7fff, 0x7fffff, Integer.MAX_VALUE}) {
            ByteBuffer octets = ByteBuffer.allocate(64).put("BKVM".getBytes()).put((byte) 1);
            long rest = announced;
            for (; rest > 0x7f; rest >>>= 7) {
                octets.put((byte) (rest | 0x80));
            }
            octets.put((byte) rest);
            assertRefused(withRightChecksum(octets.array()));
        }
        assertRefused(new byte[ClusterMapCodec.MAX_BYTES + 1]);
    }

    @Test
    void anotherFormatVersionIsNamed() {
        byte[] encoded = ClusterMapCodec.encode(new ClusterMap("id", 1, 1, 0, List.of(), new TreeMap<>()));
        encoded[4] = 3;
        assertThatThrownBy(() -> ClusterMapCodec.decode(encoded)).hasMessageContaining("format version 3");
    }

    @Test
    void mapsOfVersionsWithoutGoalsAreStillReadAndWritten() {
        String written = "424b564d010263050300000000246d9f5b";
        ClusterMap map = ClusterMapCodec.decode(HexFormat.of().parseHex(written));
        assertThat(map).isEqualTo(new ClusterMap("c", 5, 3, 0, List.of(), new TreeMap<>()));
        assertThat(HexFormat.of().formatHex(ClusterMapCodec.encode(map))).isEqualTo(written);
    }

    @Test
    void fourThousandRangesStayBelow250Kilobytes() {
        SortedMap<Integer, SlaveEntry> slaves = new TreeMap<>();
        List<Member> members = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            Member member = new Member(number, Long.MAX_VALUE - number, Long.MIN_VALUE + number);
            members.add(member);
            String host = "kvcluster-slave-" + number + ".kvcluster-slaves.some-namespace.svc.cluster.local";
            Endpoints endpoints = new Endpoints(host, 6379, 7400, 7401, 8080);
            slaves.put(number, new SlaveEntry(member, endpoints, "europe-west1-b", "node-" + number, SlaveState.UP));
        }
        List<RangeEntry> ranges = new ArrayList<>();
        for (int range = 0; range < KeyRanges.MAX; range++) {
            List<Member> inSync = List.of(
                    members.get(range % 200), members.get((range + 130) % 200), members.get((range + 150) % 200));
            List<Member> joining = List.of(members.get((range + 170) % 200));
            long epoch = 1L << 40;
            ranges.add(new RangeEntry(
                    range % 200,
                    inSync.get(0),
                    inSync,
                    joining,
                    epoch,
                    epoch,
                    epoch,
                    false,
                    RangeState.HANDING_OVER,
                    inSync.get(1)));
        }
        ClusterMap map = new ClusterMap("0123456789abcdef", 1L << 50, 1L << 30, 0, ranges, slaves);

        byte[] encoded = ClusterMapCodec.encode(map);

        assertThat(encoded.length).isLessThan(250_000);
        assertThat(ClusterMapCodec.decode(encoded)).isEqualTo(map);
    }

    @Provide
    Arbitrary<ClusterMap> maps() {
        return ClusterMaps.any();
    }

    private static void assertRefused(byte[] octets) {
        assertThatThrownBy(() -> ClusterMapCodec.decode(octets)).isInstanceOf(MalformedMapException.class);
    }

    private static byte[] withRightChecksum(byte[] octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets, 0, octets.length - Integer.BYTES);
        ByteBuffer.wrap(octets).putInt(octets.length - Integer.BYTES, (int) crc.getValue());
        return octets;
    }
}
