package io.buddykv.node.log;

import io.buddykv.node.store.EffectApplier;
import io.buddykv.node.store.MalformedEffectException;
import io.buddykv.node.store.RangeTable;
import java.util.function.Supplier;

/**
 * Makes one range again from its snapshot and the entries of the log. Believes nothing that is not proven continuous: a
 * missing step takes the range out, until a {@link Entry#RESET} begins it anew.
 */
final class RangeRecovery {
    private final int index;
    private final Supplier<RangeTable> tables;
    private RangeTable table;
    private EpochHistory history = new EpochHistory();
    private final RecordBacklog recent = new RecordBacklog();
    private long sequence;
    private boolean complete;
    /** Whether there is a beginning that entries can continue. */
    private boolean begun;
    /** The last step seen. */
    private int step;

    /** The last step that the snapshot contains already; entries up to it are passed over. */
    private int snapshotStep;

    private boolean fromSnapshot;
    /** The step that must be reached, because a part of the snapshot was read after it. */
    private int snapshotEnd;
    /** The first segment that has something for it. */
    private long neededFrom = Segments.NONE;

    private boolean unproven;
    private String damage;

    RangeRecovery(int index, Supplier<RangeTable> tables) {
        this.index = index;
        this.tables = tables;
    }

    // ---- the snapshot

    void snapshotBegins(int atStep, long atSequence, EpochHistory atHistory) {
        begin(atStep, atSequence, atHistory, true);
        snapshotStep = atStep;
        fromSnapshot = true;
    }

    void snapshotChunk(byte[] bytes, int offset, int length) {
        EffectApplier.apply(table, bytes, offset, length, sequence);
    }

    void snapshotEnds(int endStep) {
        snapshotEnd = endStep;
    }

    void snapshotDamaged(String why) {
        takeOut(why);
        fromSnapshot = false;
        begun = false;
    }

    // ---- the log

    /** Something of the log before this point is lost, of whichever range. */
    void lost() {
        unproven = true;
    }

    /** A table of steps says that this was the range's last one. */
    void lastStepIs(int proven) {
        if (fromSnapshot && proven - snapshotStep < 0) {
            unproven = false;
            return;
        }
        if (begun && damage == null && proven != step) {
            takeOut("entries " + (step + 1) + " to " + proven + " are missing");
        }
        if (proven - step > 0) {
            step = proven;
        }
        unproven = false;
    }

    /** @param recently whether it belongs to what is kept for a copy that lacks only the last records */
    void entry(byte[] bytes, int at, long segment, boolean recently) {
        int entryStep = Entry.step(bytes, at);
        int kind = Entry.kind(bytes, at);
        if (fromSnapshot && entryStep - snapshotStep <= 0) {
            // What was lost before it is in the snapshot too.
            unproven = false;
            return;
        }
        if (kind == Entry.RESET) {
            reset(bytes, at, segment);
            return;
        }
        int before = step;
        step = entryStep;
        if (neededFrom == Segments.NONE) {
            neededFrom = segment;
        }
        if (damage != null || kind == Entry.MARK && !begun) {
            return;
        }
        if (!begun) {
            takeOut("its beginning is missing before entry " + entryStep);
        } else if (entryStep != before + 1) {
            takeOut("entries " + (before + 1) + " to " + (entryStep - 1) + " are missing");
        } else {
            unproven = false;
            apply(kind, bytes, at, recently);
        }
    }

    private void apply(int kind, byte[] bytes, int at, boolean recently) {
        int body = at + Entry.HEADER_BYTES;
        int length = Entry.bodyLength(bytes, at);
        long entrySequence = Entry.sequence(bytes, at);
        try {
            switch (kind) {
                case Entry.RECORD -> {
                    if (entrySequence != sequence + 1 || Entry.tenure(bytes, at) != history.latest()) {
                        takeOut("record " + entrySequence + " of tenure " + Entry.tenure(bytes, at) + " follows record "
                                + sequence + " of tenure " + history.latest());
                        return;
                    }
                    EffectApplier.apply(table, bytes, body, length, entrySequence);
                    if (recently) {
                        recent.add(entrySequence, bytes, body, length);
                    }
                    sequence = entrySequence;
                }
                case Entry.CHUNK -> EffectApplier.apply(table, bytes, body, length, sequence);
                case Entry.COMPLETE -> complete = true;
                case Entry.HISTORY -> {
                    EpochHistory read = EpochHistory.read(bytes, body, length);
                    if (read == null) {
                        takeOut("its history cannot be read");
                        return;
                    }
                    history = read;
                }
                case Entry.MARK -> {}
                default -> takeOut("an entry has the unknown kind " + kind);
            }
        } catch (MalformedEffectException malformed) {
            takeOut(malformed.getMessage());
        }
    }

    private void reset(byte[] bytes, int at, long segment) {
        int body = at + Entry.HEADER_BYTES;
        int length = Entry.bodyLength(bytes, at);
        EpochHistory read = length < 1 ? null : EpochHistory.read(bytes, body + 1, length - 1);
        step = Entry.step(bytes, at);
        neededFrom = segment;
        if (read == null) {
            takeOut("its history cannot be read");
            return;
        }
        begin(step, Entry.sequence(bytes, at), read, bytes[body] == 1);
        fromSnapshot = false;
    }

    private void begin(int atStep, long atSequence, EpochHistory atHistory, boolean isComplete) {
        if (table == null) {
            table = tables.get();
        } else {
            table.reset();
        }
        begun = true;
        damage = null;
        unproven = false;
        step = atStep;
        sequence = atSequence;
        recent.reset(atSequence);
        history = atHistory;
        complete = isComplete;
    }

    private void takeOut(String why) {
        damage = why;
        if (table != null) {
            table.release();
            table = null;
        }
    }

    // ---- what came of it

    int step() {
        return step;
    }

    long neededFrom() {
        return neededFrom;
    }

    RecoveredRange result() {
        if (begun && damage == null) {
            if (unproven) {
                takeOut("what stands behind entry " + step + " cannot be proven to be all");
            } else if (fromSnapshot && step - snapshotEnd < 0) {
                takeOut("entries " + (step + 1) + " to " + snapshotEnd + " are missing");
            }
        }
        if (!begun || damage != null) {
            return new RecoveredRange(index, null, new EpochHistory(), 0, false, new RecordBacklog(), damage);
        }
        return new RecoveredRange(index, table, history, sequence, complete, recent, null);
    }
}
