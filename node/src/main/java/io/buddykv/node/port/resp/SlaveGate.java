package io.buddykv.node.port.resp;

import io.buddykv.node.command.KeyCommand;
import io.buddykv.node.command.NodeCommand;
import io.buddykv.node.command.ServedRanges;
import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.AckWaits;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.replication.RangeReplica;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.WritesHeldException;
import io.buddykv.node.time.TimeSource;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Member;

/** A slave's own key ranges, each under its lock. */
public final class SlaveGate implements CommandGate {
    private final RangeSet ranges;
    private final AckWaits waits;
    private final TimeSource time;
    private final ServedHere served = new ServedHere();
    private final Locked locked = new Locked();
    private long nanos;
    private long wallMillis;

    public SlaveGate(RangeSet ranges, AckWaits waits, TimeSource time) {
        this.ranges = ranges;
        this.waits = waits;
        this.time = time;
    }

    @Override
    public ClusterMap map() {
        return ranges.map();
    }

    @Override
    public Member self() {
        return ranges.self();
    }

    @Override
    public void beginBatch() {
        nanos = time.nanos();
        wallMillis = time.wallMillis();
        ranges.observe(nanos, wallMillis);
    }

    @Override
    public Admission run(int range, Access access, KeyCommand command, Request request, ReplyWriter reply) {
        RangeReplica replica = ranges.range(range);
        replica.lock().lock();
        try {
            Admission admission = replica.admit(access, nanos);
            if (admission != Admission.SERVE) {
                return admission;
            }
            Keyspace keys = replica.begin(wallMillis);
            try {
                command.run(keys, request, reply);
            } finally {
                replica.commit(waits);
            }
            return Admission.SERVE;
        } catch (WritesHeldException held) {
            return Admission.HOLD;
        } finally {
            replica.lock().unlock();
        }
    }

    @Override
    public Admission runLocked(int[] indexes, RangesCommand command) {
        int held = 0;
        try {
            for (; held < indexes.length; held++) {
                ranges.range(indexes[held]).lock().lock();
            }
            return command.run(locked);
        } catch (WritesHeldException writesHeld) {
            return Admission.HOLD;
        } finally {
            while (held > 0) {
                ranges.range(indexes[--held]).lock().unlock();
            }
        }
    }

    @Override
    public Admission run(NodeCommand command, Request request, ReplyWriter reply) {
        try {
            command.run(served, request, reply);
            return Admission.SERVE;
        } catch (RangeHeldException held) {
            return Admission.HOLD;
        }
    }

    @Override
    public void onFeed(int range, FeedAction action) {
        RangeReplica replica = ranges.range(range);
        replica.lock().lock();
        try {
            action.on(replica.feed(), nanos);
        } finally {
            replica.lock().unlock();
        }
    }

    @Override
    public boolean answersWait() {
        return !waits.barrier().isEmpty();
    }

    @Override
    public boolean await(AckWaits.Waiter waiter) {
        return waits.await(waiter);
    }

    private final class Locked implements LockedRanges {
        @Override
        public Admission admit(int range, Access access) {
            return ranges.range(range).admit(access, nanos);
        }

        @Override
        public long primarySince(int range) {
            return ranges.range(range).primarySince();
        }

        @Override
        public Keyspace begin(int range) {
            return ranges.range(range).begin(wallMillis);
        }

        @Override
        public void commit(int range) {
            ranges.range(range).commit(waits);
        }
    }

    /** The ranges one after the other; one that is held ends the command, which is to be run again as a whole. */
    private final class ServedHere implements ServedRanges {
        @Override
        public KeyRanges keyRanges() {
            return ranges.map().keyRanges();
        }

        @Override
        public boolean read(int range, Action action) {
            return on(range, Access.READ, action);
        }

        @Override
        public boolean write(int range, Action action) {
            return on(range, Access.WRITE, action);
        }

        private boolean on(int range, Access access, Action action) {
            Admission admission =
                    SlaveGate.this.run(range, access, (keys, request, reply) -> action.on(keys), null, null);
            if (admission == Admission.HOLD) {
                throw RangeHeldException.INSTANCE;
            }
            return admission == Admission.SERVE;
        }
    }

    private static final class RangeHeldException extends RuntimeException {
        static final RangeHeldException INSTANCE = new RangeHeldException();

        private RangeHeldException() {
            super("a key range is held", null, false, false);
        }
    }
}
