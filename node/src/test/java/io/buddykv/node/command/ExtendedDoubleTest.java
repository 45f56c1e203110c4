package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedDoubleTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "10.5, 0.1, 10.6",
        "5.0e3, 2.0e2, 5200",
        "3, 1.1, 4.1",
        "0.1, 0.2, 0.3",
        "-1, 1, 0",
        "-0.5, 0.25, -0.25",
        "1e-30, 0, 0",
        "-1e-30, 0, 0",
        "1e17, 0.1, 100000000000000000.1015625",
        "0x10, 0x.8p1, 17",
        ".5, 5., 5.5",
        "9223372036854775807, 1, 9223372036854775808",
        "18446744073709551615, 2, 18446744073709551616",
        "+1, 1E+2, 101",
    })
    void sumsAndPrintsAsLongDouble(String a, String b, String sum) {
        assertThat(parse(a).plus(parse(b))).hasToString(sum);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "abc",
                "1.2.3",
                "nan",
                "1e",
                "--1",
                ".",
                "0x",
                "1e5000",
                "1e-5000",
                "1e99999999999"
            })
    void refusesWhatIsNoNumber(String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void sumsWithInfinityAreNotFinite() {
        assertThat(parse("inf").plus(parse("1")).isFinite()).isFalse();
        assertThat(parse("-Infinity").isFinite()).isFalse();
        assertThat(parse("1e4932").plus(parse("1e4932")).isFinite()).isFalse();
    }

    @Test
    void theLargestNumberPrintsAllItsDigits() {
        assertThat(parse("1e4932").toString()).hasSize(4933).startsWith("1");
    }

    private static ExtendedDouble parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ExtendedDouble.parse(bytes, 0, bytes.length);
    }
}
