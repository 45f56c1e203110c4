package io.buddykv.node.log;

/** What the files of a data directory are called. */
final class FileNames {
    static final String LOG = "log";
    static final String SNAPSHOTS = "snapshots";
    static final String KEPT = "kept";

    private static final String SEGMENT_ENDING = ".segment";
    private static final String SNAPSHOT_ENDING = ".snapshot";

    private FileNames() {}

    static String segment(long number) {
        return String.format("%s/%016d%s", LOG, number, SEGMENT_ENDING);
    }

    /** The number in the name of a segment; -1 when it is none. */
    static long segmentNumber(String name) {
        return number(name, LOG.length() + 1, SEGMENT_ENDING);
    }

    static String snapshot(int range) {
        return String.format("%s/%04d%s", SNAPSHOTS, range, SNAPSHOT_ENDING);
    }

    /** A snapshot that is not whole yet. */
    static String unfinishedSnapshot(int range) {
        return snapshot(range) + ".new";
    }

    /** The range in the name of a snapshot; -1 when it is none. */
    static int snapshotRange(String name) {
        return (int) number(name, SNAPSHOTS.length() + 1, SNAPSHOT_ENDING);
    }

    /** Where a damaged file is kept aside; numbers rise. */
    static String kept(String name, long number) {
        return String.format("%s/%08d-%s", KEPT, number, plain(name));
    }

    static long keptNumber(String kept) {
        int from = KEPT.length() + 1;
        return number(kept.substring(0, Math.max(from, kept.indexOf('-', from))), from, "");
    }

    /** Whether a file that is kept aside was called so. */
    static boolean isKept(String kept, String name) {
        return kept.endsWith("-" + plain(name));
    }

    private static String plain(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private static long number(String name, int from, String ending) {
        if (!name.endsWith(ending)
                || name.length() <= from + ending.length()
                || name.length() > from + 16 + ending.length()) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < name.length() - ending.length(); i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
