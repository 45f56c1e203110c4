package io.buddykv.node.command;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** CONFIG: reads and changes this node's {@link ServerParameters}; the cluster's own settings belong to its resource. */
public final class ConfigCommands {
    private static final CommandException NO_FILE =
            new CommandException("ERR The server is running without a config file");

    private final ServerParameters parameters;
    private final CommandStatistics statistics;

    public ConfigCommands(ServerParameters parameters, CommandStatistics statistics) {
        this.parameters = parameters;
        this.statistics = statistics;
    }

    public Map<String, CommandHandler> handlers() {
        Map<String, CommandHandler> handlers = new HashMap<>();
        handlers.put("config|get", (SessionCommand) this::get);
        handlers.put("config|set", (SessionCommand) this::set);
        handlers.put("config|resetstat", (SessionCommand) this::resetStatistics);
        handlers.put("config|rewrite", (SessionCommand) (session, request, reply) -> {
            throw NO_FILE;
        });
        handlers.put("config|help", HelpReply.of("config"));
        return handlers;
    }

    private void get(ClientSession session, Request request, ReplyWriter reply) {
        Map<String, ServerParameters.Parameter> shown = new LinkedHashMap<>();
        for (ServerParameters.Parameter parameter : parameters.all()) {
            for (int i = 2; i < request.count(); i++) {
                String asked = request.string(i);
                if (matches(asked, parameter.name())) {
                    shown.put(asked.equalsIgnoreCase(parameter.name()) ? asked : parameter.name(), parameter);
                    break;
                }
            }
        }
        reply.map(shown.size());
        shown.forEach((name, parameter) -> {
            reply.bulk(name);
            reply.bulk(parameter.value().get());
        });
    }

    private static boolean matches(String pattern, String name) {
        byte[] glob = pattern.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return new GlobPattern(glob, 0, glob.length).matches(text, 0, text.length);
    }

    /** All or nothing: what was set before one that is refused gets its old value back. */
    private void set(ClientSession session, Request request, ReplyWriter reply) {
        if (request.count() % 2 != 0) {
            throw RedisErrors.syntax();
        }
        Map<ServerParameters.Parameter, String> wanted = wanted(request);
        Map<ServerParameters.Parameter, String> before = new LinkedHashMap<>();
        for (Map.Entry<ServerParameters.Parameter, String> each : wanted.entrySet()) {
            ServerParameters.Parameter parameter = each.getKey();
            try {
                String old = parameter.value().get();
                parameter.setter().accept(each.getValue());
                before.put(parameter, old);
            } catch (IllegalArgumentException refused) {
                before.forEach((changed, old) -> changed.setter().accept(old));
                throw failed(parameter.name(), refused.getMessage());
            }
        }
        reply.ok();
    }

    private Map<ServerParameters.Parameter, String> wanted(Request request) {
        Map<ServerParameters.Parameter, String> wanted = new LinkedHashMap<>();
        for (int i = 2; i < request.count(); i += 2) {
            ServerParameters.Parameter parameter = parameters.find(request.string(i));
            if (parameter == null) {
                throw new CommandException(
                        "ERR Unknown option or number of arguments for CONFIG SET - '" + request.string(i) + "'");
            }
            if (!parameter.isSettable()) {
                throw failed(parameter.name(), "can't set immutable config");
            }
            if (wanted.put(parameter, request.string(i + 1)) != null) {
                throw failed(parameter.name(), "duplicate parameter");
            }
        }
        return wanted;
    }

    private static CommandException failed(String name, String reason) {
        return new CommandException("ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
    }

    private void resetStatistics(ClientSession session, Request request, ReplyWriter reply) {
        statistics.reset();
        reply.ok();
    }
}
