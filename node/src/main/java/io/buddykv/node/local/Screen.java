package io.buddykv.node.local;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A terminal's second screen, drawn over and over in place: what was on the first is there again in the end. Lines that
 * are too long are cut, not wrapped; where there are too many, empty ones go first, then those before the last.
 */
final class Screen {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private boolean entered;
    private boolean left;

    /** What to send to the terminal to have it show {@code lines}; nothing once it has been left. */
    synchronized String frame(List<String> lines, TerminalSize size) {
        if (left) {
            return "";
        }
        String begin = entered ? HOME : ENTER + HOME;
        entered = true;
        return begin
                + fitted(lines, size).stream()
                        .map(line -> line + CLEAR_REST_OF_LINE)
                        .collect(Collectors.joining("\r\n"))
                + CLEAR_BELOW;
    }

    /** What to send to have the first screen back; nothing when it is there. Nothing is drawn after this. */
    synchronized String leave() {
        boolean drawn = entered && !left;
        left = true;
        return drawn ? LEAVE : "";
    }

    static List<String> fitted(List<String> lines, TerminalSize size) {
        List<String> fitted = new ArrayList<>(lines);
        if (fitted.size() > size.rows()) {
            fitted.removeIf(String::isBlank);
        }
        if (fitted.size() > size.rows() && size.rows() > 2) {
            int kept = size.rows() - 2;
            String hidden = "… " + (fitted.size() - 1 - kept) + " more lines, in './kv status'";
            List<String> shown = new ArrayList<>(fitted.subList(0, kept));
            shown.add(hidden);
            shown.add(fitted.get(fitted.size() - 1));
            fitted = shown;
        }
        return fitted.stream()
                .limit(size.rows())
                .map(line -> line.length() > size.columns() ? line.substring(0, size.columns()) : line)
                .toList();
    }
}
