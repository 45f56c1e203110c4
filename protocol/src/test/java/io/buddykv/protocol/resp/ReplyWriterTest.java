package io.buddykv.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReplyWriterTest {
    private final ByteBuf out = Unpooled.directBuffer();
    private final ReplyWriter writer = new ReplyWriter().to(out);

    @Test
    void writesTheTypesOfBothVersions() {
        writesInBoth(ReplyWriter::ok, "+OK^");
        writesInBoth(ReplyWriter::queued, "+QUEUED^");
        writesInBoth(ReplyWriter::pong, "+PONG^");
        writesInBoth(w -> w.simple("string"), "+string^");
        writesInBoth(w -> w.error(RedisErrors.SYNTAX), "-ERR syntax error^");
        writesInBoth(w -> w.error(RedisErrors.notAnInteger()), "-ERR value is not an integer or out of range^");
        writesInBoth(w -> w.integer(0), ":0^");
        writesInBoth(w -> w.integer(9), ":9^");
        writesInBoth(w -> w.integer(10), ":10^");
        writesInBoth(w -> w.integer(-1), ":-1^");
        writesInBoth(w -> w.integer(Long.MIN_VALUE), ":-9223372036854775808^");
        writesInBoth(w -> w.bulk(""), "$0^^");
        writesInBoth(w -> w.bulk("ü"), "$2^ü^");
        writesInBoth(w -> w.bulk(new byte[0]), "$0^^");
        writesInBoth(w -> w.bulk("xabcx".getBytes(StandardCharsets.US_ASCII), 1, 3), "$3^abc^");
        writesInBoth(w -> w.bulk(-12), "$3^-12^");
        writesInBoth(w -> w.bulk(1234567890123L), "$13^1234567890123^");
        writesInBoth(w -> w.array(2), "*2^");
        writesInBoth(w -> w.array(0), "*0^");
    }

    @Test
    void fallsBackWhereTheOlderVersionHasNoType() {
        writes(ReplyWriter::nil, "$-1^", "_^");
        writes(ReplyWriter::nilArray, "*-1^", "_^");
        writes(w -> w.map(6), "*12^", "%6^");
        writes(w -> w.set(3), "*3^", "~3^");
        writes(w -> w.push(3), "*3^", ">3^");
        writes(w -> w.bool(true), ":1^", "#t^");
        writes(w -> w.bool(false), ":0^", "#f^");
        writes(w -> w.doubleValue(3.5), "$3^3.5^", ",3.5^");
        writes(w -> w.bigNumber("123456789012345678901"), "$21^123456789012345678901^", "(123456789012345678901^");
        writes(w -> w.verbatim("txt", "a\tb"), "$3^a\tb^", "=7^txt:a\tb^");
    }

    @Test
    void writesDoublesAsShortAsTheyReadBack() {
        assertThat(DoubleText.of(0)).isEqualTo("0");
        assertThat(DoubleText.of(-0.0)).isEqualTo("-0");
        assertThat(DoubleText.of(3)).isEqualTo("3");
        assertThat(DoubleText.of(-100)).isEqualTo("-100");
        assertThat(DoubleText.of(0.1)).isEqualTo("0.1");
        assertThat(DoubleText.of(0.00001)).isEqualTo("0.00001");
        assertThat(DoubleText.of(1e-7)).isEqualTo("1e-7");
        assertThat(DoubleText.of(1.5e300)).isEqualTo("1.5e+300");
        assertThat(DoubleText.of(Double.POSITIVE_INFINITY)).isEqualTo("inf");
        assertThat(DoubleText.of(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(DoubleText.of(Double.NaN)).isEqualTo("nan");
    }

    @Test
    void letsNoTextForgeAReply() {
        writesInBoth(w -> w.error("ERR a\r\n+OK\r\nü"), "-ERR a  +OK  ü^", StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesBulksOfEverySize() {
        for (int length : new int[] {0, 9, 10, 99, 100, 479, 480, 481, 1000, 100_000}) {
            byte[] bytes = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
            writesInBoth(w -> w.bulk(bytes), "$" + length + "^" + "x".repeat(length) + "^");
            writesInBoth(
                    w -> {
                        w.bulkHeader(length);
                        w.raw(bytes, 0, length);
                        w.crLf();
                    },
                    "$" + length + "^" + "x".repeat(length) + "^");
        }
    }

    @Test
    void knowsTwoVersions() {
        assertThatThrownBy(() -> writer.protocol(4)).hasMessageContaining("not 4");
        assertThat(writer.protocol()).isEqualTo(2);
    }

    private void writesInBoth(Consumer<ReplyWriter> reply, String wire) {
        writesInBoth(reply, wire, StandardCharsets.UTF_8);
    }

    private void writesInBoth(Consumer<ReplyWriter> reply, String wire, Charset charset) {
        assertThat(written(2, reply, charset)).isEqualTo(wire.replace("^", "\r\n"));
        assertThat(written(3, reply, charset)).isEqualTo(wire.replace("^", "\r\n"));
    }

    private void writes(Consumer<ReplyWriter> reply, String wire2, String wire3) {
        assertThat(written(2, reply, StandardCharsets.UTF_8)).isEqualTo(wire2.replace("^", "\r\n"));
        assertThat(written(3, reply, StandardCharsets.UTF_8)).isEqualTo(wire3.replace("^", "\r\n"));
    }

    private String written(int version, Consumer<ReplyWriter> reply, Charset charset) {
        writer.protocol(version);
        reply.accept(writer);
        String written = out.toString(charset);
        out.clear();
        return written;
    }
}
