package io.buddykv.node.command;

import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which handler carries out which command of the table: an array by the command's id. A family contributes its handlers
 * under full names, as {@code get} or {@code object|encoding}.
 */
public final class CommandHandlers {
    private final CommandHandler[] byId;

    private CommandHandlers(CommandHandler[] byId) {
        this.byId = byId;
    }

    /**
     * @param withoutHandler commands of the table that the client port carries out itself
     * @throws IllegalStateException when a command of the table has no handler, or a handler no command or two of them
     */
    public static CommandHandlers of(
            CommandTable table, Set<String> withoutHandler, Collection<Map<String, CommandHandler>> families) {
        Map<String, CommandHandler> handlers = new HashMap<>();
        for (Map<String, CommandHandler> family : families) {
            family.forEach((name, handler) -> {
                if (handlers.put(name, handler) != null) {
                    throw new IllegalStateException("two handlers for the command " + name);
                }
            });
        }
        CommandHandler[] byId = new CommandHandler[table.size()];
        for (int id = 0; id < byId.length; id++) {
            CommandSpec command = table.byId(id);
            byId[id] = handlers.remove(command.name());
            if (byId[id] == null && needsHandler(command) && !withoutHandler.contains(command.name())) {
                throw new IllegalStateException("no handler for the command " + command.name());
            }
        }
        if (!handlers.isEmpty()) {
            throw new IllegalStateException("handlers for unknown commands: " + handlers.keySet());
        }
        return new CommandHandlers(byId);
    }

    /** Null for a command that the client port carries out itself. */
    public CommandHandler of(CommandSpec command) {
        return byId[command.id()];
    }

    /** A container that is nothing without a subcommand is never asked for alone. */
    private static boolean needsHandler(CommandSpec command) {
        return command.subcommands().isEmpty() || command.takes(1);
    }
}
