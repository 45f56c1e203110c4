package io.buddykv.node.cluster;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that adds one to both of a pair of keys by MULTI and EXEC, pairs of all ranges in turn, command by command, so
 * that ranges move between a transaction's commands too. Each EXEC's answer must be the pair's next number, twice.
 */
final class TransactionLoad extends Thread {
    private static final int PAIRS = 64;
    private static final int ANSWER_MILLIS = 5_000;
    private static final int MOST_ERRORS_KEPT = 50;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Set<String> FOR_THE_TIME_BEING = Set.of("MOVED", "TRYAGAIN", "CLUSTERDOWN", "EXECABORT");

    private final SlotMap slots;
    private final Map<NodeAddress, NodeConnection> connections = new HashMap<>();
    private final long[] numbers = new long[PAIRS];
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private volatile int transactions;
    private volatile int repeated;
    private volatile boolean stopped;

    TransactionLoad(List<NodeAddress> nodes) {
        super("transactions");
        slots = new SlotMap(nodes);
        slots.refresh(0);
    }

    @Override
    public void run() {
        List<String> tags = SlotKeys.spread("pair", PAIRS);
        for (int turn = 0; !stopped && errors.size() < MOST_ERRORS_KEPT; turn++) {
            int pair = turn % PAIRS;
            untilDone(pair, tags.get(pair));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        connections.values().forEach(NodeConnection::close);
    }

    private void untilDone(int pair, String key) {
        long begun = System.nanoTime();
        int slot = Slot.of(key.getBytes(StandardCharsets.UTF_8));
        String refusal = "";
        while (System.nanoTime() - begun < PATIENCE_NANOS) {
            try {
                Reply answer = execute(slot, key);
                if (!(answer instanceof Reply.Failure failure)) {
                    check(pair, key, answer);
                    return;
                }
                refusal = failure.text();
                if (!FOR_THE_TIME_BEING.contains(failure.code())) {
                    break;
                }
                repeated++;
                slots.refresh(repeated);
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (IOException broken) {
                refusal = broken.toString();
                break;
            }
        }
        errors.add(LocalTime.now() + " " + key + ": " + refusal);
    }

    /** The answer of EXEC, or the first refusal. */
    private Reply execute(int slot, String key) throws IOException {
        NodeAddress node = slots.of(slot);
        NodeConnection connection = connections.get(node);
        if (connection == null) {
            connection = new NodeConnection(node, ANSWER_MILLIS);
            connections.put(node, connection);
        }
        connection.ask("MULTI");
        Reply refused = null;
        for (String side : List.of("left", "right")) {
            if (connection.ask("INCR", side + key) instanceof Reply.Failure failure && refused == null) {
                refused = failure;
                if (failure.code().equals("MOVED")) {
                    slots.moved(slot, NodeAddress.ofMoved(failure.text()));
                }
            }
        }
        Reply answer = connection.ask("EXEC");
        return refused == null ? answer : refused;
    }

    private void check(int pair, String key, Reply answer) {
        long next = ++numbers[pair];
        transactions++;
        if (!(answer instanceof Reply.Array both
                && both.elements().stream()
                        .map(Reply::text)
                        .toList()
                        .equals(List.of(Long.toString(next), Long.toString(next))))) {
            errors.add(LocalTime.now() + " " + key + ": " + answer + " instead of " + next + " twice");
            numbers[pair] =
                    answer instanceof Reply.Array both && both.elements().get(0) instanceof Reply.Whole left
                            ? left.value()
                            : next;
        }
    }

    int transactions() {
        return transactions;
    }

    /** Transactions that were refused for the time being, none of whose commands was carried out. */
    int repeated() {
        return repeated;
    }

    List<String> errors() {
        return errors;
    }

    void finish() throws InterruptedException {
        stopped = true;
        join();
    }
}
