package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*, abc, true",
        "**, abc, true",
        "a*, abc, true",
        "*c, abc, true",
        "*b*, abc, true",
        "a*d, abc, false",
        "a?c, abc, true",
        "a?, abc, false",
        "?, a, true",
        "h[ae]llo, hello, true",
        "h[ae]llo, hillo, false",
        "h[^e]llo, hallo, true",
        "h[^e]llo, hello, false",
        "h[a-c]llo, hbllo, true",
        "h[c-a]llo, hbllo, true",
        "h[a-c]llo, hdllo, false",
        "a[], a, false",
        "[^, a, true",
        "[, a, false",
        "[abc, c, true",
        "[a-, -, true",
        "[\\]], ], true",
        "a\\*, a*, true",
        "a\\*, ab, false",
        "a\\, a\\, true",
        "abc, abc, true",
        "abc, abcd, false",
        "abcd, abc, false",
        "*ab*ab, abxabab, true",
        "a*b*c*d, axbxcxd, true",
        "a*b*c*d, axbxcx, false",
        "*, '', false",
        "'', '', true",
        "'', a, false",
        "a***, a, true",
    })
    void matchesAsRedisDoes(String pattern, String text, boolean expected) {
        assertThat(matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    void manyAsterisksDoNotTakeExponentialTime() {
        String pattern = "*a".repeat(60) + "b";
        String text = "a".repeat(20_000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(matches(pattern, text)).isFalse());
    }

    @Test
    void spansCompareOctetsAsSigned() {
        byte[] pattern = {'[', (byte) 0x80, '-', 'a', ']'};

        assertThat(new GlobPattern(pattern, 0, 5).matches(new byte[] {(byte) 0xff}, 0, 1))
                .isTrue();
        assertThat(new GlobPattern(pattern, 0, 5).matches(new byte[] {'b'}, 0, 1))
                .isFalse();
    }

    private static boolean matches(String pattern, String text) {
        byte[] around = ("x" + pattern + "]x").getBytes(StandardCharsets.ISO_8859_1);
        byte[] octets = ("*" + text + "*").getBytes(StandardCharsets.ISO_8859_1);
        return new GlobPattern(around, 1, pattern.length()).matches(octets, 1, text.length());
    }
}
