package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongestCommonSubsequenceTest {
    @Test
    void findsTheTextAndItsRunsFromTheEnd() {
        LongestCommonSubsequence lcs = of("ohmytext", "mynewtext");
        List<String> runs = new ArrayList<>();
        lcs.walk((a, b, octets) -> runs.add(a + "," + b + "," + octets));

        assertThat(lcs.length()).isEqualTo(6);
        assertThat(lcs.text()).isEqualTo("mytext".getBytes(StandardCharsets.US_ASCII));
        assertThat(runs).containsExactly("4,5,4", "2,0,2");
    }

    @Test
    void nothingInCommonIsEmpty() {
        assertThat(of("abc", "xyz").text()).isEmpty();
        assertThat(of("", "xyz").length()).isZero();
        assertThat(of("", "").text()).isEmpty();
    }

    @Test
    void theTableIsCountedBeforeItIsMade() {
        assertThat(LongestCommonSubsequence.tableOctets(1 << 26, 1 << 26)).isGreaterThan(1L << 53);
    }

    private static LongestCommonSubsequence of(String a, String b) {
        return new LongestCommonSubsequence(
                a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }
}
