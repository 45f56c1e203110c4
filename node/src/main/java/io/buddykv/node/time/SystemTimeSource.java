package io.buddykv.node.time;

/** {@link System#nanoTime()} and {@link System#currentTimeMillis()}. */
enum SystemTimeSource implements TimeSource {
    INSTANCE;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}
