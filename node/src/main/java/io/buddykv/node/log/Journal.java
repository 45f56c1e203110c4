package io.buddykv.node.log;

/**
 * Where a slave's ranges write down what happens to them. Each entry is added under its range's lock; what is added is
 * on its way, and safe once {@link #confirmed} has reached the position that was returned. Any thread.
 */
public interface Journal {
    /** A record that was executed or applied here. */
    long record(int range, long tenure, long sequence, byte[] body, int offset, int length);

    /** What the range held is forgotten; it goes on from here. */
    long reset(int range, EpochHistory history, long sequence, boolean complete);

    /** Entries of a range that is being filled. */
    long chunk(int range, long sequence, byte[] body, int offset, int length);

    /** A range that was being filled is complete. */
    long complete(int range, long sequence);

    /** The range's history is another one now: another primary has taken over, here or elsewhere. */
    long history(int range, EpochHistory history, long sequence);

    /** Behind everything added so far. */
    long position();

    /** Everything up to this position is as safe as the settings ask for. */
    long confirmed();

    /** Entries added in this turn may be written: nothing is written before it is called. Not under a range's lock. */
    void flush();

    /** Why growing writes are refused at present; null when they are not. */
    String refusal();

    /** Why nothing at all can be written at present, so that every write is refused; null when it can. */
    String standstill();

    /** Whether nothing will ever be written or confirmed again. */
    boolean hasEnded();

    /** False while so much waits for being written that writes have to wait. */
    boolean hasRoom();

    /** Whether the record behind this one, and all that follow, can be read again. */
    boolean reachesBack(int range, long sequence);

    /** Reads records again; only where {@link #reachesBack} says that there are some. */
    MissedRecords missedRecords();

    /** In memory only: everything is confirmed at once. */
    Journal NONE = new NoJournal();
}
