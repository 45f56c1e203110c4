package io.buddykv.node.command;

import io.buddykv.protocol.command.AclCategory;
import io.buddykv.protocol.command.CommandFlag;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import io.buddykv.protocol.command.KeyFlag;
import io.buddykv.protocol.command.KeySpec;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** COMMAND: the table of commands, told to clients. */
public final class CommandCommands {
    private static final CommandException INVALID_COMMAND = new CommandException(RedisErrors.INVALID_COMMAND_SPECIFIED);
    private static final CommandException NO_KEYS = new CommandException(RedisErrors.NO_KEY_ARGUMENTS);
    private static final CommandException INVALID_COUNT =
            new CommandException(RedisErrors.INVALID_ARGUMENT_COUNT_SPECIFIED);

    private final CommandTable table;

    public CommandCommands(CommandTable table) {
        this.table = table;
    }

    public Map<String, CommandHandler> handlers() {
        Map<String, CommandHandler> handlers = new HashMap<>();
        handlers.put("command", (SessionCommand) (session, request, reply) -> infos(table.commands(), reply));
        handlers.put("command|count", (SessionCommand)
                (session, request, reply) -> reply.integer(table.commands().size()));
        handlers.put("command|info", (SessionCommand) (session, request, reply) -> infos(asked(request), reply));
        handlers.put("command|docs", (SessionCommand) this::docs);
        handlers.put("command|list", (SessionCommand) this::list);
        handlers.put("command|getkeys", (SessionCommand) (session, request, reply) -> keys(request, false, reply));
        handlers.put(
                "command|getkeysandflags", (SessionCommand) (session, request, reply) -> keys(request, true, reply));
        handlers.put("command|help", HelpReply.of("command"));
        return handlers;
    }

    /** Those that the request names, null for what is none; all where it names none. */
    private List<CommandSpec> asked(Request request) {
        if (request.count() == 2) {
            return table.commands();
        }
        List<CommandSpec> asked = new ArrayList<>();
        for (int i = 2; i < request.count(); i++) {
            asked.add(table.find(request.string(i)));
        }
        return asked;
    }

    private static void infos(List<CommandSpec> commands, ReplyWriter reply) {
        reply.array(commands.size());
        for (CommandSpec command : commands) {
            if (command == null) {
                reply.nil();
            } else {
                info(command, reply);
            }
        }
    }

    private static void info(CommandSpec command, ReplyWriter reply) {
        reply.array(10);
        reply.bulk(command.name());
        reply.integer(command.arity());
        reply.set(command.flags().size());
        for (CommandFlag flag : command.flags()) {
            reply.simple(flag.text());
        }
        reply.integer(command.keys().first());
        reply.integer(command.keys().last());
        reply.integer(command.keys().step());
        reply.set(command.categories().size());
        for (AclCategory category : command.categories()) {
            reply.simple(category.text());
        }
        reply.set(command.tips().size());
        command.tips().forEach(reply::bulk);
        reply.set(command.keySpecs().size());
        command.keySpecs().forEach(spec -> keySpec(spec, reply));
        reply.set(command.subcommands().size());
        command.subcommands().forEach(subcommand -> info(subcommand, reply));
    }

    private static void keySpec(KeySpec spec, ReplyWriter reply) {
        reply.map(3);
        reply.bulk("flags");
        reply.set(spec.flags().size());
        for (KeyFlag flag : spec.flags()) {
            reply.simple(flag.text());
        }
        reply.bulk("begin_search");
        reply.map(2);
        reply.bulk("type");
        reply.bulk("index");
        reply.bulk("spec");
        reply.map(1);
        reply.bulk("index");
        reply.integer(spec.first());
        reply.bulk("find_keys");
        reply.map(2);
        reply.bulk("type");
        reply.bulk("range");
        reply.bulk("spec");
        reply.map(3);
        reply.bulk("lastkey");
        reply.integer(spec.last());
        reply.bulk("keystep");
        reply.integer(spec.step());
        reply.bulk("limit");
        reply.integer(0);
    }

    private void docs(ClientSession session, Request request, ReplyWriter reply) {
        List<CommandSpec> commands =
                asked(request).stream().filter(command -> command != null).toList();
        reply.map(commands.size());
        for (CommandSpec command : commands) {
            doc(command, reply);
        }
    }

    private static void doc(CommandSpec command, ReplyWriter reply) {
        boolean container = !command.subcommands().isEmpty();
        reply.bulk(command.name());
        reply.map(container ? 5 : 4);
        reply.bulk("summary");
        reply.bulk(command.summary());
        reply.bulk("since");
        reply.bulk(command.since());
        reply.bulk("group");
        reply.bulk(command.group());
        reply.bulk("complexity");
        reply.bulk(command.complexity());
        if (container) {
            reply.bulk("subcommands");
            reply.map(command.subcommands().size());
            command.subcommands().forEach(subcommand -> doc(subcommand, reply));
        }
    }

    private void list(ClientSession session, Request request, ReplyWriter reply) {
        Predicate<CommandSpec> shown = command -> true;
        if (request.count() == 5 && request.is(2, "FILTERBY")) {
            shown = filter(request);
        } else if (request.count() != 2) {
            throw RedisErrors.syntax();
        }
        List<String> names = new ArrayList<>();
        for (int id = 0; id < table.size(); id++) {
            if (shown.test(table.byId(id))) {
                names.add(table.byId(id).name());
            }
        }
        reply.set(names.size());
        names.forEach(reply::bulk);
    }

    private static Predicate<CommandSpec> filter(Request request) {
        String value = request.string(4);
        if (request.is(3, "MODULE")) {
            return command -> false;
        }
        if (request.is(3, "ACLCAT")) {
            return command -> command.categories().stream()
                    .anyMatch(category -> category.text().equalsIgnoreCase("@" + value));
        }
        if (request.is(3, "PATTERN")) {
            byte[] glob = value.getBytes(StandardCharsets.UTF_8);
            GlobPattern pattern = new GlobPattern(glob, 0, glob.length);
            return command -> {
                byte[] name = command.name().getBytes(StandardCharsets.US_ASCII);
                return pattern.matches(name, 0, name.length);
            };
        }
        throw RedisErrors.syntax();
    }

    private void keys(Request request, boolean withFlags, ReplyWriter reply) {
        CommandSpec command = table.find(request, 2);
        if (command == null) {
            throw INVALID_COMMAND;
        }
        int arguments = request.count() - 2;
        if (command.keys().isEmpty()) {
            throw NO_KEYS;
        }
        if (!command.takes(arguments)) {
            throw INVALID_COUNT;
        }
        List<KeyArgument> keys = new ArrayList<>();
        for (KeySpec spec : command.keySpecs()) {
            int last = spec.last() < 0 ? arguments + spec.last() : spec.first() + spec.last();
            for (int i = spec.first(); i <= last && i < arguments; i += spec.step()) {
                keys.add(new KeyArgument(i + 2, spec));
            }
        }
        reply.array(keys.size());
        for (KeyArgument key : keys) {
            if (withFlags) {
                reply.array(2);
            }
            reply.bulk(request.bytes(), request.offset(key.index()), request.length(key.index()));
            if (withFlags) {
                reply.set(key.spec().flags().size());
                for (KeyFlag flag : key.spec().flags()) {
                    reply.simple(flag.text());
                }
            }
        }
    }

    private record KeyArgument(int index, KeySpec spec) {}
}
