package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectsTest {
    private final EffectEncoder encoder = new EffectEncoder();

    /** What is on disks and in streams somewhere: these octets never change. */
    @Test
    void theEncodingIsTheOneWrittenDown() {
        encoder.set(bytes("_key_"), 1, 3, bytes("value"), 0, 5, 0, RangeTable.STRING);
        encoder.set(bytes("k"), 0, 1, new byte[200], 0, 200, 1_700_000_000_000L, 3);
        encoder.expire(bytes("k"), 0, 1, 300);
        encoder.expire(bytes("k"), 0, 1, 0);
        encoder.delete(bytes(""), 0, 0);
        encoder.clear();
        assertThat(HexFormat.of().formatHex(encoder.toByteArray()))
                .isEqualTo("01" + "03" + "6b6579" + "00" + "00" + "05" + "76616c7565"
                        + "01" + "01" + "6b" + "03" + "80d095ffbc31" + "c801" + "00".repeat(200)
                        + "02" + "01" + "6b" + "ac02"
                        + "02" + "01" + "6b" + "00"
                        + "03" + "00"
                        + "04");
    }

    @Property
    void whatIsWrittenIsRead(
            @ForAll byte[] key, @ForAll byte[] value, @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long expireAt) {
        EffectEncoder source = new EffectEncoder();
        source.clear();
        source.set(key, 0, key.length, value, 0, value.length, expireAt, 6);
        source.delete(key, 0, key.length);
        source.expire(key, 0, key.length, expireAt);
        EffectEncoder target = new EffectEncoder();
        new EffectDecoder(source.bytes(), 0, source.length()).decode(target);
        assertThat(target.toByteArray()).isEqualTo(source.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "05",
                "ff",
                "01",
                "03",
                "0301",
                "03ffffffff7f61",
                "0380808080808080808001",
                "038000",
                "01016b07000161",
                "01016bff000161",
                "01016b00000261",
                "01016b0000ffffffff0f61",
                "01016b00ffffffffffffffffff010161",
                "02016b",
                "0404040301"
            })
    void damageIsRefusedWithNothingApplied(String hex) {
        List<String> told = new ArrayList<>();
        byte[] body = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> new EffectDecoder(body, 0, body.length).decode(new Telling(told)))
                .isInstanceOf(MalformedEffectException.class);
        assertThat(told).isEmpty();
    }

    @Property(tries = 2000)
    void anyOctetsAreEitherARecordOrRefused(@ForAll byte[] noise, @ForAll long seed) {
        EffectEncoder source = new EffectEncoder();
        source.set(noise, 0, noise.length, noise, 0, noise.length, 5, 0);
        source.expire(noise, 0, noise.length, 77);
        byte[] body = source.toByteArray();
        Random random = new Random(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        }
        int length = random.nextInt(body.length + 1);
        List<String> told = new ArrayList<>();
        try {
            new EffectDecoder(body, 0, length).decode(new Telling(told));
        } catch (MalformedEffectException e) {
            assertThat(told).isEmpty();
        }
    }

    @Test
    void effectsAreReadFromTheMiddleOfAnArray() {
        encoder.delete(bytes("key"), 0, 3);
        byte[] framed = new byte[encoder.length() + 9];
        Arrays.fill(framed, (byte) 0xff);
        System.arraycopy(encoder.bytes(), 0, framed, 4, encoder.length());
        List<String> told = new ArrayList<>();
        new EffectDecoder(framed, 4, encoder.length()).decode(new Telling(told));
        assertThat(told).containsExactly("delete key");
    }

    @Test
    void aLargeRecordsBufferIsNotKept() {
        encoder.set(bytes("k"), 0, 1, new byte[5_000_000], 0, 5_000_000, 0, 0);
        assertThat(encoder.length()).isGreaterThan(5_000_000);
        encoder.reset();
        assertThat(encoder.length()).isZero();
        assertThat(encoder.bytes().length).isLessThan(1_000_000);
        encoder.clear();
        ByteBuf buffer = Unpooled.buffer();
        encoder.writeTo(buffer);
        assertThat(buffer.readableBytes()).isEqualTo(1);
    }

    private static byte[] bytes(String text) {
        return TableModel.bytes(text);
    }

    /** Puts what it is told in words. */
    record Telling(List<String> told) implements EffectSink {
        @Override
        public void set(
                byte[] key, int keyAt, int keyLength, byte[] value, int at, int length, long expireAt, int type) {
            told.add("set " + new String(key, keyAt, keyLength) + "=" + new String(value, at, length)
                    + (expireAt == 0 ? "" : " until " + expireAt));
        }

        @Override
        public void expire(byte[] key, int offset, int length, long expireAt) {
            told.add("expire " + new String(key, offset, length) + " at " + expireAt);
        }

        @Override
        public void delete(byte[] key, int offset, int length) {
            told.add("delete " + new String(key, offset, length));
        }

        @Override
        public void clear() {
            told.add("clear");
        }
    }

    @Test
    void whatALargeRecordIsWrittenIntoIsNeverWrittenIntoAgain() {
        encoder.set(bytes("k"), 0, 1, bytes("v"), 0, 1, 0, RangeTable.STRING);
        assertThat(encoder.isLasting()).isFalse();

        encoder.reset();
        encoder.set(bytes("k"), 0, 1, new byte[1 << 20], 0, 1 << 20, 0, RangeTable.STRING);
        assertThat(encoder.isLasting()).isTrue();
        assertThat(encoder.bytes()).hasSizeLessThan((1 << 20) + 1024);

        byte[] lasting = encoder.bytes();
        encoder.reset();
        encoder.delete(bytes("k"), 0, 1);
        assertThat(encoder.bytes()).isNotSameAs(lasting);
    }
}
