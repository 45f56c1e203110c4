package io.buddykv.node.replication;

import io.buddykv.node.store.ExpiredKeys;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;

/**
 * Deletes keys whose time is over although nobody asks for them (R7): by records, like any other deletion, and only on
 * the primary. It looks at a bounded number of entries per turn and goes on where it stopped.
 *
 * <p>Confined to one event loop.
 */
public final class ExpiryAgent {
    private static final long TURN_NANOS = 20_000_000;
    /** Entries looked at in one range per visit, under its lock. */
    private static final int ENTRIES_PER_VISIT = 256;
    /** Entries looked at in one turn over all ranges. */
    private static final int ENTRIES_PER_TURN = 8192;

    private final RangeSet ranges;
    private final AckWaits waits;
    private final Timers loop;
    private final TimeSource time;
    private final ExpiredKeys expired = new ExpiredKeys();
    private long[] cursors = {};
    private int nextRange;
    private volatile boolean stopped;

    public ExpiryAgent(RangeSet ranges, AckWaits waits, Timers loop, TimeSource time) {
        this.ranges = ranges;
        this.waits = waits;
        this.loop = loop;
        this.time = time;
    }

    public void start() {
        loop.after(TURN_NANOS, this::turn);
    }

    public void stop() {
        stopped = true;
    }

    private void turn() {
        if (stopped) {
            return;
        }
        int count = ranges.count();
        if (cursors.length != count) {
            cursors = new long[count];
        }
        int left = ENTRIES_PER_TURN;
        for (int visited = 0; visited < count && left > 0; visited++) {
            nextRange = (nextRange + 1) % count;
            left -= visit(ranges.range(nextRange));
        }
        waits.await(Unattended.INSTANCE);
        loop.after(TURN_NANOS, this::turn);
    }

    private int visit(RangeReplica range) {
        range.lock().lock();
        try {
            if (range.volatileCount() == 0
                    || !range.canRecord()
                    || range.admit(Access.WRITE, time.nanos()) != Admission.SERVE) {
                return 1;
            }
            Keyspace keys = range.begin(time.wallMillis());
            cursors[range.index()] = range.findExpired(cursors[range.index()], ENTRIES_PER_VISIT, expired);
            for (int i = 0; i < expired.count(); i++) {
                keys.find(expired.array(), expired.offset(i), expired.length(i));
            }
            range.commit(waits);
            return ENTRIES_PER_VISIT;
        } finally {
            range.lock().unlock();
        }
    }

    /** Nobody asked for the deletions, so nobody waits for them. */
    private enum Unattended implements AckWaits.Waiter {
        INSTANCE;

        @Override
        public void acknowledged() {}

        @Override
        public void outcomeUnknown() {}
    }
}
