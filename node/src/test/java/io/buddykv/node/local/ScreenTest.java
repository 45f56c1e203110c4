package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
    private static final List<String> LINES = List.of("cluster", "", "one", "two", "three", "", "Ctrl-C");

    @Test
    void whatFitsIsShownAsItIs() {
        assertThat(Screen.fitted(LINES, new TerminalSize(7, 20))).isEqualTo(LINES);
    }

    @Test
    void tooLongLinesAreCutAndDoNotWrap() {
        assertThat(Screen.fitted(LINES, new TerminalSize(7, 3)))
                .containsExactly("clu", "", "one", "two", "thr", "", "Ctr");
    }

    @Test
    void withTooManyLinesTheEmptyOnesGoFirstAndTheLastStays() {
        assertThat(Screen.fitted(LINES, new TerminalSize(5, 80)))
                .containsExactly("cluster", "one", "two", "three", "Ctrl-C");
        assertThat(Screen.fitted(LINES, new TerminalSize(4, 80)))
                .containsExactly("cluster", "one", "… 2 more lines, in './kv status'", "Ctrl-C");
        assertThat(Screen.fitted(LINES, new TerminalSize(1, 80))).hasSize(1);
    }

    @Test
    void theFirstScreenComesBackOnceAndNothingIsDrawnOverIt() {
        Screen screen = new Screen();
        TerminalSize size = new TerminalSize(24, 80);

        assertThat(screen.frame(LINES, size)).startsWith("\u001b[?1049h");
        assertThat(screen.frame(LINES, size)).startsWith("\u001b[H").doesNotContain("1049");
        assertThat(screen.leave()).endsWith("\u001b[?1049l");
        assertThat(screen.leave()).isEmpty();
        assertThat(screen.frame(LINES, size)).isEmpty();
    }

    @Test
    void aScreenThatWasNeverDrawnIsNotLeft() {
        assertThat(new Screen().leave()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stty: standard input", "0 0", "24"})
    void aTerminalThatDoesNotTellItsSizeIsTakenToBeLarge(String told) {
        assertThat(TerminalSize.parse(told)).isEqualTo(TerminalSize.UNKNOWN);
        assertThat(TerminalSize.parse("24 80\n")).isEqualTo(new TerminalSize(24, 80));
    }
}
