package io.buddykv.node.command;

/**
 * The longest common subsequence of two strings by the plain table of lengths, walked from its end: the same table and
 * the same preferences as Redis' LCS, so that of several longest ones both choose the same.
 */
final class LongestCommonSubsequence {
    private final byte[] a;
    private final byte[] b;

    /** Lengths for each pair of prefixes, row by row: {@code a.length + 1} rows of {@code b.length + 1}. */
    private final int[] lengths;

    /** Octets the table takes: what a caller bounds before it makes one. */
    static long tableOctets(long lengthOfA, long lengthOfB) {
        return (lengthOfA + 1) * (lengthOfB + 1) * Integer.BYTES;
    }

    LongestCommonSubsequence(byte[] a, byte[] b) {
        this.a = a;
        this.b = b;
        int width = b.length + 1;
        lengths = new int[(a.length + 1) * width];
        for (int i = 1; i <= a.length; i++) {
            int row = i * width;
            for (int j = 1; j <= b.length; j++) {
                int at = row + j;
                lengths[at] = a[i - 1] == b[j - 1]
                        ? lengths[at - width - 1] + 1
                        : Math.max(lengths[at - width], lengths[at - 1]);
            }
        }
    }

    int length() {
        return lengths[lengths.length - 1];
    }

    byte[] text() {
        byte[] text = new byte[length()];
        int[] left = {text.length};
        walk((i, j, octets) -> {
            left[0] -= octets;
            System.arraycopy(a, i, text, left[0], octets);
        });
        return text;
    }

    /** Calls {@code visitor} for each run of consecutive common octets, the last one first. */
    void walk(Visitor visitor) {
        int width = b.length + 1;
        int i = a.length;
        int j = b.length;
        int run = 0;
        while (i > 0 && j > 0) {
            if (a[i - 1] == b[j - 1]) {
                run++;
                i--;
                j--;
                continue;
            }
            if (run > 0) {
                visitor.run(i, j, run);
                run = 0;
            }
            if (lengths[(i - 1) * width + j] > lengths[i * width + j - 1]) {
                i--;
            } else {
                j--;
            }
        }
        if (run > 0) {
            visitor.run(i, j, run);
        }
    }

    /** Takes runs of common octets. */
    @FunctionalInterface
    interface Visitor {
        void run(int indexInA, int indexInB, int octets);
    }
}
