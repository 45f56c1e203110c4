package io.buddykv.node.command;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What CONFIG GET shows and CONFIG SET changes: by name, in lower case. Filled before the client port opens; then safe for
 * any thread.
 */
public final class ServerParameters {
    private final SortedMap<String, Parameter> byName = new TreeMap<>();

    /**
     * One parameter.
     *
     * @param setter checks and takes a new value, and refuses by {@link IllegalArgumentException} with the reason as
     *     Redis words it; null where it cannot be changed while the node runs
     */
    public record Parameter(String name, Supplier<String> value, Consumer<String> setter) {
        public boolean isSettable() {
            return setter != null;
        }
    }

    public ServerParameters add(String name, Supplier<String> value, Consumer<String> setter) {
        byName.put(name, new Parameter(name, value, setter));
        return this;
    }

    /** Those of Redis that tools ask for, or set when they connect, and that have one meaning here. */
    public ServerParameters addCompatible() {
        return constant("save", "")
                .constant("appendonly", "no")
                .constant("appendfsync", "no")
                .constant("maxmemory-policy", "noeviction")
                .constant("notify-keyspace-events", "")
                .constant("latency-tracking", "yes")
                .constant("slowlog-log-slower-than", "-1")
                .constant("slowlog-max-len", "0")
                .fixed("cluster-enabled", "yes")
                .fixed("cluster-require-full-coverage", "no")
                .fixed("databases", "1")
                .fixed("io-threads", "1");
    }

    /** One that never changes. */
    public ServerParameters fixed(String name, String value) {
        return add(name, () -> value, null);
    }

    /** One that clients may set to what it is, and to nothing else: what some do when they connect. */
    public ServerParameters constant(String name, String value) {
        return add(name, () -> value, offered -> {
            if (!offered.equals(value)) {
                throw new IllegalArgumentException("this node only knows '" + value + "'");
            }
        });
    }

    public Collection<Parameter> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** Null where there is none of that name. */
    public Parameter find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    /** A number within bounds, as Redis reads one; otherwise the reason that it gives. */
    public static long number(String text, long least, long most) {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("argument couldn't be parsed into an integer");
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException("argument must be between " + least + " and " + most + " inclusive");
        }
        return value;
    }

    /** Octets with a unit or without, as {@code 64mb}; otherwise the reason that Redis gives. */
    public static long memory(String text, long least, long most) {
        String lower = text.toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        long unit =
                switch (lower.substring(digits)) {
                    case "", "b" -> 1;
                    case "k" -> 1_000;
                    case "kb" -> 1L << 10;
                    case "m" -> 1_000_000;
                    case "mb" -> 1L << 20;
                    case "g" -> 1_000_000_000;
                    case "gb" -> 1L << 30;
                    default -> throw new IllegalArgumentException("argument must be a memory value");
                };
        long value;
        try {
            value = Math.multiplyExact(Long.parseLong(lower.substring(0, digits)), unit);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("argument must be a memory value");
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException("argument must be between " + least + " and " + most + " inclusive");
        }
        return value;
    }
}
