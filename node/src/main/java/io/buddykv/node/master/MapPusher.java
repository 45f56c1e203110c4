package io.buddykv.node.master;

import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.time.Timers;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Brings each confirmed map to all slaves that are not down, at the same time, and to each again and again until it has
 * acknowledged it. A slave that is still busy with one map gets only the newest of those that came meanwhile.
 */
final class MapPusher {
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MOST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After this long without an answer a push counts as lost. */
    private static final long PUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Timers timers;
    private final MasterPort.Directory slaves;
    private final Consumer<Member> failed;
    private final Map<Integer, Target> targets = new HashMap<>();
    private final List<Wait> waits = new ArrayList<>();
    private ClusterMap newest;
    private boolean closed;

    private record Wait(long version, Set<Integer> missing, Runnable done) {}

    /** @param failed is told of each slave that did not take a map */
    MapPusher(Timers timers, MasterPort.Directory slaves, Consumer<Member> failed) {
        this.timers = timers;
        this.slaves = slaves;
        this.failed = failed;
    }

    void push(ClusterMap confirmed) {
        newest = confirmed;
        targets.values().removeIf(target -> !target.isWanted());
        for (SlaveEntry slave : confirmed.slaves().values()) {
            if (slave.state() != SlaveState.DOWN) {
                targets.computeIfAbsent(slave.number(), number -> new Target(slave))
                        .advance();
            }
        }
        waits.removeIf(wait ->
                wait.missing().retainAll(targets.keySet()) && wait.missing().isEmpty());
    }

    /** Calls {@code done} once these slaves have acknowledged this map or a newer one; never if they go down before. */
    void whenAcknowledged(ClusterMap map, Set<Integer> numbers, Runnable done) {
        Set<Integer> missing = new TreeSet<>();
        for (int number : numbers) {
            Target target = targets.get(number);
            if (target != null && target.acknowledged < map.version()) {
                missing.add(number);
            }
        }
        if (missing.isEmpty()) {
            done.run();
        } else {
            waits.add(new Wait(map.version(), missing, done));
        }
    }

    private void acknowledged(int number, long version) {
        for (Iterator<Wait> all = waits.iterator(); all.hasNext(); ) {
            Wait wait = all.next();
            if (version >= wait.version()
                    && wait.missing().remove(number)
                    && wait.missing().isEmpty()) {
                all.remove();
                wait.done().run();
            }
        }
    }

    void close() {
        closed = true;
        targets.clear();
        waits.clear();
    }

    /** One life of one slave. */
    private final class Target {
        private final SlaveEntry slave;
        private long acknowledged;
        private long retryNanos = FIRST_RETRY_NANOS;
        private boolean busy;

        /** Numbers the attempts, so that an answer after the time-out is told from one to the next attempt. */
        private int attempt;

        Target(SlaveEntry slave) {
            this.slave = slave;
        }

        boolean isWanted() {
            SlaveEntry now = newest.slave(slave.number());
            return !closed
                    && targets.get(slave.number()) == this
                    && now != null
                    && now.state() != SlaveState.DOWN
                    && now.member().equals(slave.member())
                    && now.endpoints().equals(slave.endpoints());
        }

        void advance() {
            if (busy || acknowledged >= newest.version()) {
                return;
            }
            busy = true;
            int mine = ++attempt;
            long version = newest.version();
            Timers.Timer timeout = timers.after(PUSH_NANOS, () -> answered(mine, version, false));
            slaves.of(slave.endpoints())
                    .push(newest)
                    .whenComplete((stored, failure) -> timers.execute(() -> {
                        timeout.cancel();
                        answered(mine, version, failure == null);
                    }));
        }

        private void answered(int answeredAttempt, long version, boolean taken) {
            if (answeredAttempt != attempt || !isWanted()) {
                return;
            }
            attempt++;
            if (taken) {
                busy = false;
                acknowledged = version;
                retryNanos = FIRST_RETRY_NANOS;
                MapPusher.this.acknowledged(slave.number(), version);
                advance();
            } else {
                long delay = retryNanos;
                retryNanos = Math.min(2 * delay, MOST_RETRY_NANOS);
                timers.after(delay, this::retry);
                failed.accept(slave.member());
            }
        }

        private void retry() {
            busy = false;
            if (isWanted()) {
                advance();
            }
        }
    }
}
