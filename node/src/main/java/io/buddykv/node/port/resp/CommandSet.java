package io.buddykv.node.port.resp;

import io.buddykv.node.command.CommandHandler;
import io.buddykv.node.command.KeyCommand;
import io.buddykv.node.command.NodeCommand;
import io.buddykv.node.command.SessionCommand;
import io.buddykv.protocol.command.CommandFlag;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import java.util.Set;
import java.util.function.Function;

/** The table of commands, each with what carries it out. Immutable. */
final class CommandSet {
    private static final Set<String> FEEDS = Set.of("kv|feed", "kv|unfeed", "kv|feeds");
    private static final Set<String> NEVER_QUEUED = Set.of("multi", "discard", "quit", "reset");

    private final CommandTable table;
    private final CommandHandler[] handlers;
    private final Kind[] kinds;
    private final boolean[] refusedInMulti;

    /** How a command is carried out. */
    enum Kind {
        KEY,
        NODE,
        SESSION,
        /** A session's command that MULTI does not queue. */
        AT_ONCE,
        EXEC,
        WATCH,
        /** Carries out another command once, however often it comes. */
        ONCE,
        /** About what the client is told of changes. */
        FEED;

        /** Whether an open transaction keeps it for EXEC. */
        boolean isQueued() {
            return this == KEY || this == SESSION;
        }
    }

    /** @param handlers what carries a command out; null for EXEC and WATCH, and for containers of subcommands */
    CommandSet(CommandTable table, Function<CommandSpec, CommandHandler> handlers) {
        this.table = table;
        this.handlers = new CommandHandler[table.size()];
        this.kinds = new Kind[table.size()];
        this.refusedInMulti = new boolean[table.size()];
        for (int id = 0; id < table.size(); id++) {
            CommandSpec command = table.byId(id);
            this.handlers[id] = handlers.apply(command);
            kinds[id] = kindOf(command, this.handlers[id]);
            refusedInMulti[id] = command.has(CommandFlag.NO_MULTI) || kinds[id] == Kind.NODE;
        }
    }

    private static Kind kindOf(CommandSpec command, CommandHandler handler) {
        if (command.name().equals("exec")) {
            return Kind.EXEC;
        }
        if (command.name().equals("watch")) {
            return Kind.WATCH;
        }
        if (command.name().equals("kv.once") || command.name().equals("kv.again")) {
            return Kind.ONCE;
        }
        if (FEEDS.contains(command.name())) {
            return Kind.FEED;
        }
        if (handler == null) {
            if (command.subcommands().isEmpty()) {
                throw new IllegalStateException("nothing carries out the command " + command.name());
            }
            return Kind.SESSION;
        }
        if (handler instanceof KeyCommand) {
            return Kind.KEY;
        }
        if (handler instanceof NodeCommand) {
            return Kind.NODE;
        }
        return NEVER_QUEUED.contains(command.name()) ? Kind.AT_ONCE : Kind.SESSION;
    }

    CommandTable table() {
        return table;
    }

    Kind kind(CommandSpec command) {
        return kinds[command.id()];
    }

    CommandHandler handler(CommandSpec command) {
        return handlers[command.id()];
    }

    /** Commands on all key ranges of the node are: a transaction holds the lock of its own range, and must not wait for others. */
    boolean isRefusedInMulti(CommandSpec command) {
        return refusedInMulti[command.id()];
    }

    KeyCommand keyCommand(CommandSpec command) {
        return (KeyCommand) handlers[command.id()];
    }

    NodeCommand nodeCommand(CommandSpec command) {
        return (NodeCommand) handlers[command.id()];
    }

    SessionCommand sessionCommand(CommandSpec command) {
        return (SessionCommand) handlers[command.id()];
    }
}
