package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeededHasherTest {
    private final SeededHasher hasher = new SeededHasher(99);

    @Property
    void onlyTheSliceCounts(@ForAll byte[] key, @ForAll byte before, @ForAll byte behind) {
        byte[] framed = new byte[key.length + 2];
        framed[0] = before;
        framed[key.length + 1] = behind;
        System.arraycopy(key, 0, framed, 1, key.length);
        assertThat(hasher.hash(framed, 1, key.length)).isEqualTo(hasher.hash(key, 0, key.length));
    }

    @Test
    void everyOctetOfEveryLengthCounts() {
        for (int length = 0; length < 70; length++) {
            Set<Long> hashes = new HashSet<>();
            byte[] key = new byte[length];
            hashes.add(hasher.hash64(key, 0, length));
            for (int i = 0; i < length; i++) {
                key[i] = 1;
                hashes.add(hasher.hash64(key, 0, length));
                key[i] = 0;
            }
            assertThat(hashes).hasSize(length + 1);
        }
    }

    @Test
    void similarKeysAreSpreadEvenlyByTheirTopBits() {
        int[] buckets = new int[256];
        for (int i = 0; i < 256 * 1000; i++) {
            byte[] key = TableModel.bytes("user:" + i);
            buckets[hasher.hash(key, 0, key.length) >>> 24]++;
        }
        double chiSquare = 0;
        for (int count : buckets) {
            chiSquare += (count - 1000.0) * (count - 1000.0) / 1000;
        }
        assertThat(chiSquare).isBetween(170.0, 360.0);
    }

    @Test
    void anotherSeedGivesAnotherOrder() {
        byte[] key = TableModel.bytes("key");
        assertThat(new SeededHasher(98).hash(key, 0, 3)).isNotEqualTo(hasher.hash(key, 0, 3));
    }
}
