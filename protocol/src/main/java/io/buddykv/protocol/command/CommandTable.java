package io.buddykv.protocol.command;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.Request;
import java.util.ArrayList;
import java.util.List;

/** All commands there are, as data; looked up straight from a request's bytes, without allocation. */
public final class CommandTable {
    private final List<CommandSpec> commands;
    private final CommandSpec[] byId;
    private final NameIndex index;

    /** Of each container, by id; null for all others. */
    private final NameIndex[] subcommands;

    CommandTable(List<CommandSpec> commands) {
        this.commands = List.copyOf(commands);
        this.byId = numbered(commands);
        this.index = new NameIndex(commands, 0);
        this.subcommands = new NameIndex[byId.length];
        for (CommandSpec command : commands) {
            if (!command.subcommands().isEmpty()) {
                subcommands[command.id()] =
                        new NameIndex(command.subcommands(), command.name().length() + 1);
            }
        }
    }

    /** The commands of this version. */
    public static CommandTable standard() {
        return Standard.TABLE;
    }

    /** The commands, without subcommands, in the order of the table. */
    public List<CommandSpec> commands() {
        return commands;
    }

    /** How many ids there are, those of subcommands included. */
    public int size() {
        return byId.length;
    }

    public CommandSpec byId(int id) {
        return byId[id];
    }

    /**
     * What the request asks for: the subcommand, where its first argument is a container and there is a second. Null
     * where there is no such command or subcommand; how many arguments there are is not looked at.
     */
    public CommandSpec find(Request request) {
        return find(request, 0);
    }

    /** The same for the command that begins at argument {@code at}, as in COMMAND GETKEYS. */
    public CommandSpec find(Request request, int at) {
        CommandSpec command = index.find(request.bytes(), request.offset(at), request.length(at));
        if (command == null || subcommands[command.id()] == null || request.count() <= at + 1) {
            return command;
        }
        return subcommands[command.id()].find(request.bytes(), request.offset(at + 1), request.length(at + 1));
    }

    /** A command by its full name in any case, as {@code get} or {@code config|get}; null where there is none. */
    public CommandSpec find(String name) {
        int bar = name.indexOf('|');
        return find(bar < 0 ? Request.of(name) : Request.of(name.substring(0, bar), name.substring(bar + 1)));
    }

    /** What the request asks for, where it exists and takes so many arguments; else the error that Redis answers. */
    public CommandSpec require(Request request) {
        CommandSpec command = find(request);
        if (command != null && command.takes(request.count())) {
            return command;
        }
        throw new CommandException(refusal(request, command));
    }

    private String refusal(Request request, CommandSpec command) {
        if (command != null) {
            return RedisErrors.wrongNumberOfArguments(command.name());
        }
        boolean container = index.find(request.bytes(), request.offset(0), request.length(0)) != null;
        return container ? RedisErrors.unknownSubcommand(request) : RedisErrors.unknownCommand(request);
    }

    private static CommandSpec[] numbered(List<CommandSpec> commands) {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandSpec command : commands) {
            all.add(command);
            all.addAll(command.subcommands());
        }
        CommandSpec[] byId = new CommandSpec[all.size()];
        for (CommandSpec command : all) {
            byId[command.id()] = command;
        }
        return byId;
    }

    private static final class Standard {
        static final CommandTable TABLE = new CommandTable(CommandTableReader.read("commands.table"));
    }
}
