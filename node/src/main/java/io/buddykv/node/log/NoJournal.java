package io.buddykv.node.log;

/** Keeps nothing. */
final class NoJournal implements Journal {
    @Override
    public long record(int range, long tenure, long sequence, byte[] body, int offset, int length) {
        return 0;
    }

    @Override
    public long reset(int range, EpochHistory history, long sequence, boolean complete) {
        return 0;
    }

    @Override
    public long chunk(int range, long sequence, byte[] body, int offset, int length) {
        return 0;
    }

    @Override
    public long complete(int range, long sequence) {
        return 0;
    }

    @Override
    public long history(int range, EpochHistory history, long sequence) {
        return 0;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long confirmed() {
        return 0;
    }

    @Override
    public void flush() {}

    @Override
    public String refusal() {
        return null;
    }

    @Override
    public String standstill() {
        return null;
    }

    @Override
    public boolean hasEnded() {
        return false;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public boolean reachesBack(int range, long sequence) {
        return false;
    }

    @Override
    public MissedRecords missedRecords() {
        throw new IllegalStateException("nothing is written down");
    }
}
