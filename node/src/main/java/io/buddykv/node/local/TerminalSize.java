package io.buddykv.node.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How many characters a terminal shows. */
record TerminalSize(int rows, int columns) {
    /** Of a terminal that does not tell: nothing is cut but what no terminal shows. */
    static final TerminalSize UNKNOWN = new TerminalSize(1_000, 1_000);

    private static final long PATIENCE_MILLIS = 500;

    /** Asks the terminal of this process, which may have been resized since. */
    static TerminalSize now() throws InterruptedException {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return UNKNOWN;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException noTerminal) {
            return UNKNOWN;
        }
    }

    /** Rows and columns as {@code stty size} prints them. */
    static TerminalSize parse(String text) {
        String[] numbers = text.strip().split(" ");
        try {
            TerminalSize size = new TerminalSize(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
            return size.rows() > 0 && size.columns() > 0 ? size : UNKNOWN;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException notASize) {
            return UNKNOWN;
        }
    }
}
