package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeTableTest {
    private static final byte[] NOTHING = {};

    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final RangeTable table = new RangeTable(budget, new SeededHasher(7));

    @Test
    void anEmptyKeyWithAnEmptyValueIsAKey() {
        assertThat(table.find(NOTHING, 0, 0)).isEqualTo(RangeTable.NONE);
        long entry = table.put(NOTHING, 0, 0, NOTHING, 0, 0, 0, RangeTable.STRING, 1);
        assertThat(table.find(NOTHING, 0, 0)).isEqualTo(entry).isNotEqualTo(RangeTable.NONE);
        assertThat(table.valueLength(entry)).isZero();
        assertThat(table.remove(NOTHING, 0, 0, 2)).isTrue();
        assertThat(table.size()).isZero();
    }

    @Test
    void aValueOfManyMegabytesHasAnArrayOfItsOwnAndIsGivenBackAtOnce() {
        long empty = budget.used();
        byte[] value = new byte[32 << 20];
        new Random(1).nextBytes(value);
        byte[] key = bytes("large");
        table.put(key, 0, key.length, value, 0, value.length, 99, RangeTable.STRING, 1);
        assertThat(budget.used()).isBetween(empty + value.length, empty + value.length + 200L);
        assertThat(table.value(table.find(key, 0, key.length))).isEqualTo(value);

        long spliced = table.splice(key, 0, key.length, value.length, bytes("tail"), 0, 4, 2);
        assertThat(table.valueLength(spliced)).isEqualTo(value.length + 4);
        assertThat(table.expireAt(spliced)).isEqualTo(99);
        assertThat(Arrays.equals(Arrays.copyOf(table.value(spliced), value.length), value))
                .isTrue();

        table.remove(key, 0, key.length, 3);
        assertThat(budget.used()).isEqualTo(empty);
    }

    @Test
    void aSpliceBehindTheEndFillsTheGapWithZeros() {
        for (int i = 0; i < 50; i++) {
            put("used" + i, "\u007f".repeat(100));
            remove("used" + i);
        }
        long entry = table.splice(bytes("k"), 0, 1, 5, bytes("x"), 0, 1, 1);
        assertThat(table.value(entry)).isEqualTo(new byte[] {0, 0, 0, 0, 0, 'x'});
        entry = table.splice(bytes("k"), 0, 1, 8, bytes("yz"), 0, 2, 1);
        assertThat(table.value(entry)).isEqualTo(new byte[] {0, 0, 0, 0, 0, 'x', 0, 0, 'y', 'z'});
        entry = table.splice(bytes("k"), 0, 1, 1, bytes("ab"), 0, 2, 1);
        assertThat(table.value(entry)).isEqualTo(new byte[] {0, 'a', 'b', 0, 0, 'x', 0, 0, 'y', 'z'});
    }

    @Test
    void partsOfAnEntryAreReadInPlace() {
        long entry = put("key", "0123456789");
        ByteBuf buffer = Unpooled.buffer();
        table.writeKey(entry, buffer);
        table.writeValue(entry, 3, 4, buffer);
        assertThat(buffer.toString(StandardCharsets.US_ASCII)).isEqualTo("key3456");
        assertThat(table.valueByteAt(entry, 9)).isEqualTo((byte) '9');
        assertThat(table.valueEquals(entry, bytes("x0123456789"), 1, 10)).isTrue();
        assertThat(table.valueEquals(entry, bytes("012345678"), 0, 9)).isFalse();
        assertThatThrownBy(() -> table.copyValue(entry, 8, new byte[9], 0, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.writeValue(entry, -1, 3, buffer)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void idlenessCountsFromTheLastTouch() {
        table.nowSeconds(100);
        put("k", "v");
        table.nowSeconds(130);
        long entry = table.find(bytes("k"), 0, 1);
        assertThat(table.idleSeconds(entry)).isEqualTo(30);
        table.touch(entry);
        assertThat(table.idleSeconds(entry)).isZero();
    }

    @Test
    void pagesStayFourFifthsFullWhenSizesChangeAllTheTime() {
        int keys = 20_000;
        Random random = new Random(3);
        byte[] value = new byte[5000];
        for (int i = 0; i < 15 * keys; i++) {
            byte[] key = bytes("key" + random.nextInt(keys));
            int length = random.nextInt(100) == 0 ? random.nextInt(5000) : random.nextInt(300);
            table.put(key, 0, key.length, value, 0, length, 0, RangeTable.STRING, i);
            if (i > keys && i % 1000 == 0) {
                assertThat((double) table.liveBytes() / table.pageBytes()).isGreaterThan(0.8);
            }
        }
        for (int i = 0; i < keys; i++) {
            if (i % 10 != 0) {
                remove("key" + i);
            }
        }
        assertThat((double) table.liveBytes() / table.pageBytes()).isGreaterThan(0.75);
        assertThat(table.bytes()).isLessThan(table.liveBytes() * 3 / 2);
    }

    @Test
    void everySizeOfValueLeavesPagesWellFilled() {
        for (int length : new int[] {0, 1, 50, 116, 500, 900, 1500, 3000, 6000, 9000, 13_000, 16_300, 20_000}) {
            for (int i = 0; i < 1000; i++) {
                byte[] key = bytes("key" + i);
                table.put(key, 0, key.length, new byte[length], 0, length, 0, RangeTable.STRING, i);
            }
            assertThat((double) table.liveBytes() / table.pageBytes())
                    .as("values of %d bytes", length)
                    .isGreaterThan(0.85);
            table.clear(1);
        }
    }

    @Test
    void aMillionSmallEntriesTakeLessThan160BytesEach() {
        int keys = 100_000;
        for (int i = 0; i < keys; i++) {
            byte[] key = bytes("key:%012d".formatted(i));
            table.put(key, 0, 16, new byte[100], 0, 100, 0, RangeTable.STRING, i);
        }
        assertThat((double) table.bytes() / keys).isLessThan(160);
    }

    @Test
    void anEmptiedOrClearedTableTakesWhatANewOneTakes() {
        long empty = budget.used();
        for (int i = 0; i < 30_000; i++) {
            put("key" + i, "value");
        }
        for (int i = 0; i < 30_000; i++) {
            remove("key" + i);
        }
        assertThat(budget.used()).isEqualTo(empty);
        put("key", "value");
        table.clear(9);
        assertThat(budget.used()).isEqualTo(empty);
        assertThat(table.lastDeletionSequence(bytes("any"), 0, 3)).isEqualTo(9);
        table.reset();
        assertThat(table.lastDeletionSequence(bytes("any"), 0, 3)).isZero();
        assertThat(table.highestSequence()).isZero();
        table.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void mostlyEmptiedTablesShrink() {
        for (int i = 0; i < 100_000; i++) {
            put("key" + i, "value");
        }
        long full = table.bytes();
        for (int i = 100; i < 100_000; i++) {
            remove("key" + i);
        }
        assertThat(table.bytes()).isLessThan(full / 20);
    }

    @Test
    void theChecksumTellsContentAndNothingElse() {
        RangeTable other = new RangeTable(budget, new SeededHasher(8));
        for (int i = 0; i < 500; i++) {
            put("key" + i, "value" + i);
            byte[] key = bytes("key" + (499 - i));
            byte[] value = bytes("value" + (499 - i));
            other.put(key, 0, key.length, value, 0, value.length, 0, RangeTable.STRING, 7 * i);
        }
        assertThat(table.checksum()).isEqualTo(other.checksum());
        other.setExpireAt(bytes("key3"), 0, 4, 12345, 1);
        assertThat(table.checksum()).isNotEqualTo(other.checksum());
        other.setExpireAt(bytes("key3"), 0, 4, 0, 1);
        assertThat(table.checksum()).isEqualTo(other.checksum());
        other.splice(bytes("key3"), 0, 4, 0, bytes("V"), 0, 1, 1);
        assertThat(table.checksum()).isNotEqualTo(other.checksum());
        put("key3", "Value3");
        assertThat(table.checksum()).isEqualTo(other.checksum());
    }

    @Test
    void whatATableCannotHoldIsRefusedWithNothingChanged() {
        assertThatThrownBy(() -> table.put(bytes("k"), 0, 1, NOTHING, 0, 0, -1, RangeTable.STRING, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.put(bytes("k"), 0, 1, NOTHING, 0, 0, 0, 7, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.splice(bytes("k"), 0, 1, Integer.MAX_VALUE, bytes("k"), 0, 1, 1))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> table.scan(-1, 1, entry -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThat(table.size()).isZero();
    }

    private long put(String key, String value) {
        byte[] k = bytes(key);
        byte[] v = bytes(value);
        return table.put(k, 0, k.length, v, 0, v.length, 0, RangeTable.STRING, 1);
    }

    private void remove(String key) {
        byte[] k = bytes(key);
        table.remove(k, 0, k.length, 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
