package io.buddykv.node.replication;

import io.buddykv.node.log.EpochHistory;
import io.buddykv.node.log.Journal;
import io.buddykv.node.log.MissedRecords;

/** Confirms when the test says so. */
final class TestingJournal implements Journal {
    private final Runnable onConfirm;
    private long position = 1;
    private long confirmed = 1;
    boolean confirmsAtOnce = true;
    boolean ended;
    String refusal;
    String standstill;

    TestingJournal(Runnable onConfirm) {
        this.onConfirm = onConfirm;
    }

    void confirm() {
        confirmed = position;
        onConfirm.run();
    }

    private long added() {
        position++;
        if (confirmsAtOnce) {
            confirmed = position;
        }
        return position;
    }

    @Override
    public long record(int range, long tenure, long sequence, byte[] body, int offset, int length) {
        return added();
    }

    @Override
    public long reset(int range, EpochHistory history, long sequence, boolean complete) {
        return added();
    }

    @Override
    public long chunk(int range, long sequence, byte[] body, int offset, int length) {
        return added();
    }

    @Override
    public long complete(int range, long sequence) {
        return added();
    }

    @Override
    public long history(int range, EpochHistory history, long sequence) {
        return added();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long confirmed() {
        return confirmed;
    }

    @Override
    public void flush() {}

    @Override
    public String refusal() {
        return refusal;
    }

    @Override
    public String standstill() {
        return standstill;
    }

    @Override
    public boolean hasEnded() {
        return ended;
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
