package io.buddykv.node.log;

/**
 * Where the last segment ends: what stands behind has not been written whole.
 *
 * @param end what is believed ends here
 * @param cut whether anything stands behind it
 */
record Tail(long end, boolean cut) {
    /** Whether there is no run that is believed. */
    boolean isEmpty() {
        return end <= FileHeader.BYTES;
    }

    /**
     * Behind the last run that can be read nothing counts. After a loss of power the disk may in addition have kept later
     * parts of what it had not been asked to keep, and lost earlier ones: then all that stands behind the first gap in
     * what was not yet durable belongs to the tail. Without one, a gap between runs is damage.
     */
    static Tail of(RunReader runs, TailTrust trust) {
        long end = Math.min(FileHeader.BYTES, runs.size());
        long durable = end;
        long firstGap = Long.MAX_VALUE;
        while (true) {
            switch (runs.next()) {
                case RUN -> {
                    end = Math.min(runs.end(), runs.size());
                    durable = Math.max(durable, Math.min(runs.durable(), runs.size()));
                    if (firstGap < durable) {
                        firstGap = Long.MAX_VALUE;
                    }
                }
                case DAMAGE -> {
                    if (runs.position() >= durable) {
                        firstGap = Math.min(firstGap, runs.position());
                    }
                }
                case END -> {
                    long believed =
                            switch (trust) {
                                case WRITTEN -> end;
                                case GAPLESS -> Math.min(end, firstGap);
                                case DURABLE -> Math.min(end, durable);
                            };
                    return new Tail(believed, believed < runs.size());
                }
            }
        }
    }
}
