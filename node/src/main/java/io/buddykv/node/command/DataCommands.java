package io.buddykv.node.command;

import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** All families of commands on keys. */
public final class DataCommands {
    private DataCommands() {}

    /**
     * @param maxBulkLength octets that a value can be made to have, at present: {@code proto-max-bulk-len}
     * @param random where RANDOMKEY draws from; asked on the thread that runs the command
     */
    public static List<Map<String, CommandHandler>> families(
            IntSupplier maxBulkLength, Supplier<RandomGenerator> random) {
        return List.of(
                StringCommands.handlers(),
                SetCommands.handlers(),
                CounterCommands.handlers(),
                new SubstringCommands(maxBulkLength).handlers(),
                new LcsCommand(maxBulkLength).handlers(),
                GenericCommands.handlers(),
                ExpiryCommands.handlers(),
                new KeyspaceCommands(random).handlers(),
                IntrospectionCommands.handlers());
    }
}
