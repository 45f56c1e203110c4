package io.buddykv.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlotTest {
    @Test
    void slotsAreThoseOfRedisCluster() {
        // The first from the Redis Cluster specification (CRC16 of "123456789" is 0x31C3), the others from CLUSTER
        // KEYSLOT.
        assertThat(slot("123456789")).isEqualTo(0x31C3);
        assertThat(slot("foo")).isEqualTo(12182);
        assertThat(slot("hello")).isEqualTo(866);
        assertThat(slot("")).isZero();
    }

    @Test
    void onlyANonEmptyTagIsHashed() {
        assertThat(slot("{user1000}.following")).isEqualTo(slot("user1000"));
        assertThat(slot("foo{bar}{zap}")).isEqualTo(slot("bar"));
        assertThat(slot("foo{{bar}}zap")).isEqualTo(slot("{bar"));
        assertThat(slot("foo{}{bar}")).isEqualTo(bitwise("foo{}{bar}".getBytes(UTF_8)));
        assertThat(slot("foo{bar")).isEqualTo(bitwise("foo{bar".getBytes(UTF_8)));
    }

    @Property
    void slicesGiveWhatBitsGive(@ForAll @Size(max = 100) byte[] octets) {
        byte[] key = octets.clone();
        for (int i = 0; i < key.length; i++) {
            key[i] = key[i] == '{' ? (byte) 'x' : key[i];
        }
        assertThat(Slot.of(key)).isEqualTo(bitwise(key));
    }

    private static int slot(String key) {
        return Slot.of(key.getBytes(UTF_8));
    }

    private static int bitwise(byte[] key) {
        int crc = 0;
        for (byte octet : key) {
            crc ^= (octet & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            crc &= 0xffff;
        }
        return crc % Slot.COUNT;
    }
}
