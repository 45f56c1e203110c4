package io.buddykv.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DecimalTest {
    @Property
    void readsWhatItWrites(@ForAll long value) {
        byte[] written = new byte[24];
        int end = DecimalWriter.write(written, 2, value);

        assertThat(new String(written, 2, end - 2, StandardCharsets.US_ASCII)).isEqualTo(Long.toString(value));
        assertThat(DecimalWriter.length(value)).isEqualTo(end - 2);
        assertThat(DecimalLong.parse(written, 2, end - 2)).isEqualTo(value);
    }

    @Example
    void writesEveryNumberOfDigits() {
        long bound = 1;
        for (int digits = 1; digits <= 19; digits++) {
            for (long value : new long[] {bound, bound - 1, -bound, 1 - bound}) {
                readsWhatItWrites(value);
            }
            bound *= 10;
        }
        readsWhatItWrites(Long.MAX_VALUE);
        readsWhatItWrites(Long.MIN_VALUE);
    }

    @Example
    void takesNothingThatPrintingWouldNotGive() {
        for (String text : new String[] {
            "",
            "-",
            "+1",
            "01",
            "-0",
            "-01",
            " 1",
            "1 ",
            "1a",
            "0x1",
            "1.0",
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999",
            "10000000000000000000",
            "-10000000000000000000",
            "18446744073709551616"
        }) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(DecimalLong.is(bytes, 0, bytes.length)).as(text).isFalse();
            assertThatThrownBy(() -> DecimalLong.parse(bytes, 0, bytes.length))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("ERR value is not an integer or out of range");
        }
    }
}
