package io.buddykv.node.cluster;

import io.buddykv.node.linearizability.Operation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A command, and the operation that it is to the linearizability checker. */
record RecordedCall(String key, Operation operation, String... command) {

    /**
     * One of those that the load makes, on one of its keys, which no other {@code run} has; values differ as long as {@code
     * unique} does.
     */
    static RecordedCall any(SplittableRandom random, String run, String unique, int sharedKeys, int counters) {
        if (random.nextInt(5) == 0) {
            String counter = counter(run, random.nextInt(counters));
            return random.nextBoolean()
                    ? new RecordedCall(counter, new Operation.Increment(1), "INCR", counter)
                    : new RecordedCall(counter, new Operation.Get(), "GET", counter);
        }
        String key = shared(run, random.nextInt(sharedKeys));
        return switch (random.nextInt(10)) {
            case 0 -> new RecordedCall(key, new Operation.Delete(), "DEL", key);
            case 1 -> new RecordedCall(key, new Operation.SetIfAbsent(unique), "SETNX", key, unique);
            case 2, 3, 4 -> new RecordedCall(key, new Operation.Set(unique), "SET", key, unique);
            case 5 -> new RecordedCall(key, new Operation.Append("+"), "APPEND", key, "+");
            default -> new RecordedCall(key, new Operation.Get(), "GET", key);
        };
    }

    static List<String> keys(String run, int sharedKeys, int counters) {
        return Stream.concat(
                        IntStream.range(0, sharedKeys).mapToObj(index -> shared(run, index)),
                        IntStream.range(0, counters).mapToObj(index -> counter(run, index)))
                .toList();
    }

    private static String shared(String run, int index) {
        return "shared:" + run + ":" + index;
    }

    private static String counter(String run, int index) {
        return "counter:" + run + ":" + index;
    }

    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
