package io.buddykv.node.simulation;

import io.buddykv.node.linearizability.HistoryRecorder;
import io.buddykv.node.linearizability.Operation;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.RangeEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster client: it knows the map from some slave, follows {@code -MOVED}, tries again what was refused, and gives up
 * what is not answered in time or breaks off, whose outcome it does not know. Every other client numbers its writes instead,
 * and sends them again until they are answered. All that it does is recorded.
 */
final class SimulatedClient {
    private static final long TIMEOUT_NANOS = SimulatedWorld.SECOND;
    private static final long GIVE_UP_NANOS = 4 * SimulatedWorld.SECOND;
    private static final long MOST_THINKING_NANOS = 40 * SimulatedWorld.MILLI;
    private static final long MOST_PAUSE_NANOS = 30 * SimulatedWorld.MILLI;

    private final SimulatedCluster cluster;
    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final HistoryRecorder recorder;
    private final Workload workload;
    private final int number;
    private final String host;
    private final Map<Integer, Integer> primaryOf = new HashMap<>();
    private final byte[] owner;
    private long lastNumber;
    private boolean ended;
    private int open;
    private int troubles;
    private long longestNanos;

    SimulatedClient(SimulatedCluster cluster, HistoryRecorder recorder, Workload workload, int number) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.network = cluster.network();
        this.recorder = recorder;
        this.workload = workload;
        this.number = number;
        this.host = "client-" + number;
        this.owner = number % 2 == 0 ? "client-%05d".formatted(number).getBytes(StandardCharsets.US_ASCII) : null;
    }

    void start() {
        world.after(world.between(0, MOST_THINKING_NANOS), this::next);
    }

    /** Begins nothing new. */
    void end() {
        ended = true;
    }

    /** Whether everything that it began has ended, one way or the other. */
    boolean isIdle() {
        return open == 0;
    }

    /** How many operations ended without an answer, refused or unknown. */
    int troubles() {
        return troubles;
    }

    /** How long the slowest operation took. */
    long longestNanos() {
        return longestNanos;
    }

    private void next() {
        if (ended) {
            return;
        }
        String key = workload.key();
        List<Operation> operations = new ArrayList<>();
        int count = world.chance(100) ? 3 : 1;
        for (int i = 0; i < count; i++) {
            operations.add(workload.operation(key));
        }
        invoke(key, operations, () -> world.after(world.between(0, MOST_THINKING_NANOS), this::next));
    }

    void read(String key) {
        invoke(key, List.of(new Operation.Get()), () -> {});
    }

    private void invoke(String key, List<Operation> operations, Runnable then) {
        List<Call> calls = new ArrayList<>();
        int[] left = {operations.size()};
        for (Operation operation : operations) {
            calls.add(new Call(key, operation, calls.size(), () -> {
                if (--left[0] == 0) {
                    then.run();
                }
            }));
        }
        send(calls);
    }

    /** One operation until its end. */
    private final class Call {
        private SimulatedClientPort.Command command;
        private final HistoryRecorder.Call recorded;
        private final long begun = world.now();
        private final Runnable then;
        private boolean over;
        private int attempt;

        Call(String key, Operation operation, int lane, Runnable then) {
            SimulatedClientPort.Once once = owner == null || operation.isRead()
                    ? null
                    : new SimulatedClientPort.Once(owner, lane, ++lastNumber, false);
            this.command = new SimulatedClientPort.Command(key, cluster.rangeOf(key), operation, once);
            this.recorded = recorder.invoke(number, key, operation);
            this.then = then;
            open++;
            if (operation instanceof Operation.SetForMillis expiring) {
                recorder.invoke(number, key, new Operation.Expire(expiring.value()));
            }
        }

        void end(String how, boolean answered) {
            over = true;
            open--;
            troubles += answered ? 0 : 1;
            longestNanos = Math.max(longestNanos, world.now() - begun);
            if (world.isTracing()) {
                world.trace(host + " " + command.key() + " " + command.operation() + ": " + how);
            }
            then.run();
        }

        void replied(int toAttempt, int slave, SimulatedClientPort.Reply reply) {
            if (over || toAttempt != attempt) {
                return;
            }
            if (reply instanceof SimulatedClientPort.Reply.Done done) {
                recorded.answered(done.answer());
                end("slave " + slave + " says " + done.answer(), true);
            } else if (reply instanceof SimulatedClientPort.Reply.Closed) {
                outcomeUnknown("connection closed, outcome unknown");
            } else if (reply instanceof SimulatedClientPort.Reply.Moved moved) {
                primaryOf.put(command.range(), moved.slave());
                tryAgain(slave == moved.slave() ? MOST_PAUSE_NANOS : 0);
            } else {
                refresh();
                tryAgain(world.between(MOST_PAUSE_NANOS / 4, MOST_PAUSE_NANOS));
            }
        }

        private void tryAgain(long pauseNanos) {
            attempt++;
            if (world.now() - begun > GIVE_UP_NANOS) {
                if (!mayHaveHappened()) {
                    recorded.refused();
                }
                end("given up", false);
            } else {
                world.after(pauseNanos, () -> send(List.of(this)));
            }
        }

        void timedOut(int ofAttempt) {
            if (!over && ofAttempt == attempt) {
                outcomeUnknown("timed out, outcome unknown");
            }
        }

        private void outcomeUnknown(String how) {
            refresh();
            SimulatedClientPort.Once once = command.once();
            if (once == null) {
                end(how, false);
                return;
            }
            SimulatedClientPort.Once again =
                    new SimulatedClientPort.Once(once.owner(), once.lane(), once.number(), true);
            command = new SimulatedClientPort.Command(command.key(), command.range(), command.operation(), again);
            tryAgain(world.between(MOST_PAUSE_NANOS / 4, MOST_PAUSE_NANOS));
        }

        /** Whether it was sent, and nobody said what became of it. */
        private boolean mayHaveHappened() {
            return command.once() != null && command.once().again();
        }
    }

    private void send(List<Call> calls) {
        int slave = primaryOf.getOrDefault(calls.get(0).command.range(), 1);
        int[] attempts = calls.stream().mapToInt(call -> call.attempt).toArray();
        String target = SimulatedSlave.hostOf(slave);
        world.after(TIMEOUT_NANOS, () -> {
            for (int i = 0; i < attempts.length; i++) {
                calls.get(i).timedOut(attempts[i]);
            }
        });
        network.carry(host, target, () -> arrived(slave, target, calls, attempts));
    }

    private void arrived(int slave, String target, List<Call> calls, int[] attempts) {
        SimulatedProcess process = network.at(target);
        if (process == null) {
            back(target, slave, calls, attempts, 0, refusedAll(calls));
            return;
        }
        process.whenKilled(() -> back(target, slave, calls, attempts, 0, closedAll(calls)));
        List<SimulatedClientPort.Command> commands =
                calls.stream().map(call -> call.command).toList();
        process.run(() -> process.service(SimulatedClientPort.class).received(number, commands, (first, replies) -> {
            if (process.isAlive()) {
                back(target, slave, calls, attempts, first, replies);
            }
        }));
    }

    private static List<SimulatedClientPort.Reply> refusedAll(List<Call> calls) {
        return calls.stream()
                .<SimulatedClientPort.Reply>map(call -> new SimulatedClientPort.Reply.Refused("connection refused"))
                .toList();
    }

    private static List<SimulatedClientPort.Reply> closedAll(List<Call> calls) {
        return calls.stream()
                .<SimulatedClientPort.Reply>map(call -> new SimulatedClientPort.Reply.Closed())
                .toList();
    }

    private void back(
            String from,
            int slave,
            List<Call> calls,
            int[] attempts,
            int first,
            List<SimulatedClientPort.Reply> replies) {
        network.carry(from, host, () -> {
            for (int i = 0; i < replies.size(); i++) {
                calls.get(first + i).replied(attempts[first + i], slave, replies.get(i));
            }
        });
    }

    /** Asks some slave for its map. */
    private void refresh() {
        String target = SimulatedSlave.hostOf(
                1 + world.random().nextInt(cluster.settings().slaves()));
        network.carry(host, target, () -> {
            SimulatedProcess process = network.at(target);
            if (process != null) {
                process.run(() -> {
                    ClusterMap map = process.service(SimulatedClientPort.class).map();
                    network.carry(target, host, () -> learn(map));
                });
            }
        });
    }

    private void learn(ClusterMap map) {
        if (map != null) {
            for (int range = 0; range < map.ranges().size(); range++) {
                RangeEntry entry = map.range(range);
                if (entry.primary() != null) {
                    primaryOf.put(range, entry.primary().number());
                }
            }
        }
    }
}
