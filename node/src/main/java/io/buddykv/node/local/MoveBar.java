package io.buddykv.node.local;

import java.util.Locale;

/** How far moves have come, as one line. */
final class MoveBar {
    private static final int WIDTH = 30;

    private MoveBar() {}

    static String line(ClusterReport.Moves moves) {
        int planned = Math.max(moves.planned(), moves.left());
        int made = planned - moves.left();
        int full = planned == 0 ? WIDTH : WIDTH * made / planned;
        StringBuilder line = new StringBuilder("[");
        line.append("#".repeat(full)).append("-".repeat(WIDTH - full)).append("] ");
        line.append(made).append('/').append(planned).append(" moves");
        if (moves.bytesMoved() != null) {
            line.append(String.format(Locale.ROOT, ", %.1f MB", moves.bytesMoved() / 1e6));
        }
        if (moves.left() > 0 && moves.bytesPerSecond() != null) {
            line.append(String.format(Locale.ROOT, ", %.1f MB/s", moves.bytesPerSecond() / 1e6));
        }
        if (moves.left() > 0 && moves.secondsLeft() != null) {
            line.append(String.format(Locale.ROOT, ", %.0f s left", Math.ceil(moves.secondsLeft())));
        }
        if (moves.left() == 0 && moves.surplus() > 0) {
            line.append(", ").append(moves.surplus()).append(" old copies to drop");
        }
        return line.toString();
    }
}
