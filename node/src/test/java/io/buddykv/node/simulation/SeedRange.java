package io.buddykv.node.simulation;

/** Seeds from {@code from} to {@code to}, both included. */
record SeedRange(long from, long to) {
    SeedRange {
        if (to < from) {
            throw new IllegalArgumentException("no seed from " + from + " to " + to);
        }
    }

    static SeedRange first(long count) {
        return new SeedRange(1, count);
    }

    /** {@code FROM..TO}, or how many, from 1 on. */
    static SeedRange parse(String text) {
        int dots = text.indexOf("..");
        return dots < 0
                ? first(Long.parseLong(text))
                : new SeedRange(Long.parseLong(text.substring(0, dots)), Long.parseLong(text.substring(dots + 2)));
    }
}
