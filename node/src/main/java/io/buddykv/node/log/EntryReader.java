package io.buddykv.node.log;

import java.util.Arrays;

/** Reads a file entry by entry; no allocation per entry. */
final class EntryReader {
    private static final int KEPT_BYTES = 256 * 1024;

    private final RunReader runs;
    private byte[] bytes;
    private int at;
    private int runLeft;
    private int runNext;
    /** An entry that spans runs, as far as it has come. */
    private byte[] spanning = new byte[1024];

    private int spanned;
    /** After damage: goes on with the first entry that begins in a run. */
    private boolean resumed;

    private boolean pendingRun;
    private boolean ended;

    enum Found {
        ENTRY,
        /** Something could not be believed; entries may be missing here. */
        DAMAGE,
        /** The file ends within an entry. */
        TORN,
        END
    }

    EntryReader(RunReader runs) {
        this.runs = runs;
    }

    Found next() {
        while (true) {
            if (runLeft > 0 || pendingRun) {
                Found found = inRun();
                if (found != null) {
                    return found;
                }
                continue;
            }
            if (ended) {
                return Found.END;
            }
            switch (runs.next()) {
                case RUN -> beginRun();
                case DAMAGE -> {
                    spanned = 0;
                    if (!resumed) {
                        resumed = true;
                        return Found.DAMAGE;
                    }
                }
                case END -> {
                    ended = true;
                    if (spanned > 0) {
                        return Found.TORN;
                    }
                }
            }
        }
    }

    /** The array in which the entry lies, until the next call of {@link #next}. */
    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    /** Where in the file reading is, about. */
    long position() {
        return runs.position();
    }

    private void beginRun() {
        runNext = runs.contentAt();
        runLeft = runs.length();
        pendingRun = true;
    }

    /** Whether what is at the beginning of the run continues what was read before. */
    private Found checkBeginning() {
        pendingRun = false;
        int first = runs.firstEntry();
        if (!resumed && first == expectedFirst(first)) {
            return null;
        }
        boolean lost = !resumed;
        spanned = 0;
        int skipped = first == Blocks.NONE ? runLeft : Math.min(first, runLeft);
        runNext += skipped;
        runLeft -= skipped;
        resumed = first == Blocks.NONE;
        return lost ? Found.DAMAGE : null;
    }

    /** Where the first entry of the run begins when it continues the one before; unknown as long as that one's header is. */
    private int expectedFirst(int otherwise) {
        if (spanned == 0) {
            return 0;
        }
        if (spanned < Entry.HEADER_BYTES) {
            return otherwise;
        }
        long missing = (long) Entry.HEADER_BYTES + Entry.bodyLength(spanning, 0) - spanned;
        return missing < runLeft ? (int) missing : Blocks.NONE;
    }

    private Found inRun() {
        if (pendingRun) {
            Found lost = checkBeginning();
            if (lost != null) {
                return lost;
            }
            if (runLeft == 0) {
                return null;
            }
        }
        if (spanned == 0 && runLeft >= Entry.HEADER_BYTES) {
            int body = Entry.bodyLength(runs.bytes(), runNext);
            if (body >= 0 && body <= runLeft - Entry.HEADER_BYTES) {
                bytes = runs.bytes();
                at = runNext;
                take(Entry.HEADER_BYTES + body);
                return Found.ENTRY;
            }
        }
        return span();
    }

    private Found span() {
        if (spanned < Entry.HEADER_BYTES) {
            copy(Math.min(Entry.HEADER_BYTES - spanned, runLeft));
            if (spanned < Entry.HEADER_BYTES) {
                return null;
            }
        }
        int body = Entry.bodyLength(spanning, 0);
        if (body < 0) {
            spanned = 0;
            runLeft = 0;
            resumed = true;
            return Found.DAMAGE;
        }
        copy(Math.min(Entry.HEADER_BYTES + body - spanned, runLeft));
        if (spanned < Entry.HEADER_BYTES + body) {
            return null;
        }
        bytes = spanning;
        at = 0;
        if (spanning.length > KEPT_BYTES) {
            spanning = new byte[1024];
        }
        spanned = 0;
        return Found.ENTRY;
    }

    private void copy(int count) {
        if (spanning.length < spanned + count) {
            spanning = Arrays.copyOf(spanning, Math.max(spanned + count, spanning.length * 2));
        }
        System.arraycopy(runs.bytes(), runNext, spanning, spanned, count);
        spanned += count;
        take(count);
    }

    private void take(int count) {
        runNext += count;
        runLeft -= count;
    }
}
