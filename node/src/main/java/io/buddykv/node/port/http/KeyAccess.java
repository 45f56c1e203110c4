package io.buddykv.node.port.http;

import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.AckWaits;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.replication.RangeReplica;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.WritesHeldException;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.topology.ClusterMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Single-key operations for the http port, on one client event loop: the same admission, records and waits as commands of
 * the client port.
 */
public final class KeyAccess {
    private static final long RETRY_NANOS = 3_000_000L;

    private final RangeSet ranges;
    private final Timers loop;
    private final AckWaits waits;
    private final TimeSource time;
    private final long holdNanos;

    /** @param holdNanos how long a held range is waited for */
    public KeyAccess(RangeSet ranges, Timers loop, TimeSource time, long holdNanos) {
        this.ranges = ranges;
        this.loop = loop;
        this.waits = ranges.newWaits(loop);
        this.time = time;
        this.holdNanos = holdNanos;
    }

    /** The value, when {@code condition} holds for it. */
    public CompletionStage<KeyResult> get(byte[] key) {
        return run(key, Access.READ, keys -> {
            long entry = keys.find(key, 0, key.length);
            if (entry == Keyspace.NONE) {
                return new KeyResult.Absent();
            }
            byte[] value = keys.value(entry);
            return new KeyResult.Found(value, ETags.of(value), keys.expireAt(entry), keys.nowMillis());
        });
    }

    /** @param timeToLiveMillis 0: none */
    public CompletionStage<KeyResult> put(byte[] key, byte[] value, long timeToLiveMillis, Precondition condition) {
        return run(key, Access.WRITE, keys -> {
            long entry = keys.find(key, 0, key.length);
            if (!holds(condition, keys, entry)) {
                return new KeyResult.PreconditionFailed();
            }
            long expireAt = timeToLiveMillis == 0 ? 0 : keys.nowMillis() + timeToLiveMillis;
            keys.put(key, 0, key.length, value, 0, value.length, expireAt, 0);
            return new KeyResult.Stored(ETags.of(value), entry == Keyspace.NONE);
        });
    }

    public CompletionStage<KeyResult> delete(byte[] key, Precondition condition) {
        return run(key, Access.WRITE, keys -> {
            long entry = keys.find(key, 0, key.length);
            if (entry == Keyspace.NONE && condition == Precondition.NONE) {
                return new KeyResult.Absent();
            }
            if (!holds(condition, keys, entry)) {
                return new KeyResult.PreconditionFailed();
            }
            return keys.delete(key, 0, key.length) ? new KeyResult.Deleted() : new KeyResult.Absent();
        });
    }

    private static boolean holds(Precondition condition, Keyspace keys, long entry) {
        return condition == Precondition.NONE
                || condition.holds(entry == Keyspace.NONE ? null : ETags.of(keys.value(entry)));
    }

    private CompletionStage<KeyResult> run(byte[] key, Access access, Function<Keyspace, KeyResult> operation) {
        CompletableFuture<KeyResult> result = new CompletableFuture<>();
        loop.execute(() -> attempt(key, access, operation, result, time.nanos()));
        return result;
    }

    private void attempt(
            byte[] key,
            Access access,
            Function<Keyspace, KeyResult> operation,
            CompletableFuture<KeyResult> result,
            long sinceNanos) {
        ClusterMap map = ranges.map();
        if (map == null || !map.isCut()) {
            result.complete(new KeyResult.Unavailable("the cluster is loading"));
            return;
        }
        long nanos = time.nanos();
        ranges.observe(nanos, time.wallMillis());
        RangeReplica range = ranges.range(map.keyRanges().ofKey(key, 0, key.length));
        KeyResult answer;
        try {
            answer = attempt(range, access, operation, nanos, map);
        } catch (CommandException refused) {
            answer = new KeyResult.Unavailable(refused.getMessage());
        }
        if (answer == null && nanos - sinceNanos < holdNanos) {
            loop.after(RETRY_NANOS, () -> attempt(key, access, operation, result, sinceNanos));
        } else if (answer == null) {
            result.complete(new KeyResult.Unavailable("the key range is held, try again"));
        } else {
            complete(answer, result);
        }
    }

    /** Null when the range is held. */
    private KeyResult attempt(
            RangeReplica range, Access access, Function<Keyspace, KeyResult> operation, long nanos, ClusterMap map) {
        range.lock().lock();
        try {
            Admission admission = range.admit(access, nanos);
            switch (admission) {
                case HOLD -> {
                    return null;
                }
                case DOWN -> {
                    return new KeyResult.Unavailable("no slave serves the key range");
                }
                case MOVED -> {
                    return new KeyResult.Elsewhere(
                            map.slave(map.range(range.index()).primary().number())
                                    .endpoints());
                }
                case SERVE -> {}
            }
            Keyspace keys = range.begin(time.wallMillis());
            try {
                return operation.apply(keys);
            } catch (WritesHeldException held) {
                return null;
            } finally {
                range.commit(waits);
            }
        } finally {
            range.lock().unlock();
        }
    }

    private void complete(KeyResult answer, CompletableFuture<KeyResult> result) {
        boolean now = waits.await(new AckWaits.Waiter() {
            @Override
            public void acknowledged() {
                result.complete(answer);
            }

            @Override
            public void outcomeUnknown() {
                result.complete(new KeyResult.OutcomeUnknown());
            }
        });
        if (now) {
            result.complete(answer);
        }
    }
}
