package io.buddykv.node.simulation;

import io.buddykv.node.linearizability.Operation;
import java.util.ArrayList;
import java.util.List;

/** What clients do: few keys, many conflicts. Every value is written once only. */
class Workload {
    private static final int MOST_EXPIRY_MILLIS = 400;

    private final SimulatedWorld world;
    private final List<String> keys = new ArrayList<>();
    private final List<String> latest = new ArrayList<>();
    private long lastValue;

    Workload(SimulatedWorld world, int keyCount) {
        this.world = world;
        for (int i = 0; i < keyCount; i++) {
            keys.add(nameOf(i));
            latest.add("");
        }
    }

    /** Keys that are counted up by one each time, and nothing else. */
    static Workload ofIncrements(SimulatedWorld world, int keyCount) {
        return new Workload(world, keyCount) {
            @Override
            Operation operation(String key) {
                return new Operation.Increment(1);
            }
        };
    }

    /** Every fourth key holds values that expire, every fourth a counter. */
    private static String nameOf(int key) {
        return switch (key % 4) {
            case 1 -> "counter" + key;
            case 3 -> "expiring" + key;
            default -> "key" + key;
        };
    }

    List<String> keys() {
        return keys;
    }

    String key() {
        return keys.get(world.random().nextInt(keys.size()));
    }

    Operation operation(String key) {
        int kind = world.random().nextInt(100);
        if (kind < 40) {
            return new Operation.Get();
        }
        return switch (key.charAt(0)) {
            case 'c' -> counting(kind);
            case 'e' -> expiring(kind);
            default -> storing(key, kind);
        };
    }

    private Operation counting(int kind) {
        return kind < 95 ? new Operation.Increment(1) : new Operation.Delete();
    }

    private Operation expiring(int kind) {
        return kind < 80
                ? new Operation.SetForMillis(value(), world.between(1, MOST_EXPIRY_MILLIS))
                : kind < 90 ? new Operation.Delete() : new Operation.SetIfAbsent(value());
    }

    private Operation storing(String key, int kind) {
        int index = keys.indexOf(key);
        String before = latest.get(index);
        if (kind < 80 || kind >= 96) {
            String value = value();
            latest.set(index, value);
            return kind < 70
                    ? new Operation.Set(value)
                    : kind < 80 ? new Operation.CompareAndSet(before, value) : new Operation.SetIfAbsent(value);
        }
        return kind < 90 ? new Operation.Append("+") : new Operation.Delete();
    }

    private String value() {
        return "v" + ++lastValue;
    }
}
