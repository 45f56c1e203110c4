package io.buddykv.node.linearizability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Histories that are linearizable because of how they are made: one register per key executes operations one after the
 * other, and each client's window is drawn around the instant at which that happened.
 */
final class GeneratedHistory {
    private static final long STEP = 1_000;

    private final Random random;
    private final int clients;
    private final int keys;
    private final int unknownPerMille;
    private final Map<String, String> registers = new HashMap<>();
    private final List<Invocation> invocations = new ArrayList<>();

    GeneratedHistory(long seed, int clients, int keys, int unknownPerMille) {
        this.random = new Random(seed);
        this.clients = clients;
        this.keys = keys;
        this.unknownPerMille = unknownPerMille;
    }

    History ofSize(int operations) {
        long[] clientFreeAt = new long[clients];
        for (int i = 0; i < operations; i++) {
            long instant = (i + 1) * STEP;
            int client = i % clients;
            long earliest = Math.max(clientFreeAt[client] + 1, instant - clients * STEP / 2);
            long latest = instant + clients * STEP / 2 - 2;
            long invoked = earliest + (long) (random.nextDouble() * (instant - earliest));
            long returned = instant + 1 + (long) (random.nextDouble() * (latest - instant - 1));
            clientFreeAt[client] = returned;
            execute(client, "k" + random.nextInt(keys), operation(i), invoked, returned);
        }
        return new History(invocations);
    }

    private void execute(int client, String key, Operation operation, long invoked, long returned) {
        boolean unknown = random.nextInt(1000) < unknownPerMille;
        if (unknown && random.nextBoolean()) {
            invocations.add(new Invocation(client, key, operation, invoked, Invocation.NEVER, null));
            return;
        }
        Operation.Step step = operation.applyTo(registers.get(key));
        registers.put(key, step.state());
        invocations.add(
                unknown
                        ? new Invocation(client, key, operation, invoked, Invocation.NEVER, null)
                        : new Invocation(client, key, operation, invoked, returned, step.answer()));
    }

    private Operation operation(int i) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> new Operation.Get();
            case 4, 5 -> new Operation.Set(Integer.toString(i));
            case 6 -> new Operation.Delete();
            case 7 -> new Operation.SetIfAbsent(Integer.toString(i));
            case 8 -> new Operation.CompareAndSet(Integer.toString(Math.max(0, i - 1 - random.nextInt(8))), "c" + i);
            default -> random.nextBoolean() ? new Operation.Increment(1) : new Operation.Append("x");
        };
    }
}
