package io.buddykv.node.command;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** CLIENT: what a connection tells of itself, and what is known of all. */
public final class ClientCommands {
    private static final CommandException NAME_REFUSED = new CommandException(RedisErrors.CLIENT_NAME);
    private static final Set<String> TYPES = Set.of("normal", "master", "replica", "slave", "pubsub");

    private final ConnectedClients clients;

    public ClientCommands(ConnectedClients clients) {
        this.clients = clients;
    }

    public Map<String, CommandHandler> handlers() {
        Map<String, CommandHandler> handlers = new HashMap<>();
        handlers.put("client|id", (SessionCommand) (session, request, reply) -> reply.integer(session.id()));
        handlers.put("client|info", (SessionCommand)
                (session, request, reply) -> reply.verbatim("txt", ClientLine.of(session) + "\n"));
        handlers.put("client|list", (SessionCommand) this::list);
        handlers.put("client|kill", (SessionCommand) this::kill);
        handlers.put("client|getname", (SessionCommand) ClientCommands::getName);
        handlers.put("client|setname", (SessionCommand) ClientCommands::setName);
        handlers.put("client|setinfo", (SessionCommand) ClientCommands::setInfo);
        handlers.put("client|reply", (SessionCommand) ClientCommands::reply);
        handlers.put("client|no-evict", (SessionCommand) ClientCommands::onOrOff);
        handlers.put("client|no-touch", (SessionCommand) ClientCommands::onOrOff);
        handlers.put("client|help", HelpReply.of("client"));
        return handlers;
    }

    /** A name must be usable as one word of a line: printable ASCII without spaces. */
    static void requireName(String name) {
        if (!name.chars().allMatch(letter -> letter >= '!' && letter <= '~')) {
            throw NAME_REFUSED;
        }
    }

    private static void getName(ClientSession session, Request request, ReplyWriter reply) {
        if (session.name().isEmpty()) {
            reply.nil();
        } else {
            reply.bulk(session.name());
        }
    }

    private static void setName(ClientSession session, Request request, ReplyWriter reply) {
        requireName(request.string(2));
        session.name(request.string(2));
        reply.ok();
    }

    private static void setInfo(ClientSession session, Request request, ReplyWriter reply) {
        String value = request.string(3);
        boolean library = request.is(2, "LIB-NAME");
        if (!library && !request.is(2, "LIB-VER")) {
            throw new CommandException("ERR Unrecognized option '" + request.string(2) + "'");
        }
        if (!value.chars().allMatch(letter -> letter >= '!' && letter <= '~')) {
            throw new CommandException("ERR " + request.string(2).toLowerCase(Locale.ROOT)
                    + " cannot contain spaces, newlines or special characters.");
        }
        if (library) {
            session.libraryName(value);
        } else {
            session.libraryVersion(value);
        }
        reply.ok();
    }

    private static void reply(ClientSession session, Request request, ReplyWriter reply) {
        if (request.is(2, "ON")) {
            session.replyMode(ClientSession.ReplyMode.ON);
            reply.ok();
        } else if (request.is(2, "OFF")) {
            session.replyMode(ClientSession.ReplyMode.OFF);
        } else if (request.is(2, "SKIP")) {
            session.replyMode(ClientSession.ReplyMode.SKIP_NEXT);
        } else {
            throw RedisErrors.syntax();
        }
    }

    /** Connections are never evicted and reads touch nothing that eviction looks at: both settings change nothing. */
    private static void onOrOff(ClientSession session, Request request, ReplyWriter reply) {
        if (!request.is(2, "ON") && !request.is(2, "OFF")) {
            throw RedisErrors.syntax();
        }
        reply.ok();
    }

    private void list(ClientSession session, Request request, ReplyWriter reply) {
        Predicate<ClientView> shown = client -> true;
        if (request.count() == 4 && request.is(2, "TYPE")) {
            boolean normal = type(request.string(3)).equals("normal");
            shown = client -> normal;
        } else if (request.count() > 3 && request.is(2, "ID")) {
            Set<Long> ids = new HashSet<>();
            for (int i = 3; i < request.count(); i++) {
                if (!request.isInteger(i)) {
                    throw new CommandException("ERR Invalid client ID");
                }
                ids.add(request.integer(i));
            }
            shown = client -> ids.contains(client.id());
        } else if (request.count() > 2) {
            throw RedisErrors.syntax();
        }
        String lines = clients.all().stream()
                .filter(shown)
                .sorted(Comparator.comparingLong(ClientView::id))
                .map(client -> ClientLine.of(client) + "\n")
                .collect(Collectors.joining());
        reply.verbatim("txt", lines);
    }

    private void kill(ClientSession session, Request request, ReplyWriter reply) {
        if (request.count() == 3) {
            String address = request.string(2);
            if (end(client -> client.address().equals(address), session) == 0) {
                throw new CommandException(RedisErrors.NO_SUCH_CLIENT);
            }
            reply.ok();
            return;
        }
        Predicate<ClientView> meant = client -> true;
        boolean skipMe = true;
        for (int i = 2; i < request.count(); i += 2) {
            if (i + 1 == request.count()) {
                throw RedisErrors.syntax();
            }
            if (request.is(i, "SKIPME")) {
                if (!request.is(i + 1, "YES") && !request.is(i + 1, "NO")) {
                    throw RedisErrors.syntax();
                }
                skipMe = request.is(i + 1, "YES");
            } else {
                meant = meant.and(filter(request, i));
            }
        }
        boolean others = skipMe;
        reply.integer(end(meant.and(client -> !others || client.id() != session.id()), session));
    }

    private static Predicate<ClientView> filter(Request request, int option) {
        String value = request.string(option + 1);
        if (request.is(option, "ID")) {
            if (!request.isInteger(option + 1) || request.integer(option + 1) < 1) {
                throw new CommandException("ERR client-id should be greater than 0");
            }
            long id = request.integer(option + 1);
            return client -> client.id() == id;
        }
        if (request.is(option, "ADDR")) {
            return client -> client.address().equals(value);
        }
        if (request.is(option, "LADDR")) {
            return client -> client.localAddress().equals(value);
        }
        if (request.is(option, "TYPE")) {
            boolean normal = type(value).equals("normal");
            return client -> normal;
        }
        if (request.is(option, "USER")) {
            if (!value.equals("default")) {
                throw new CommandException("ERR No such user '" + value + "'");
            }
            return client -> true;
        }
        throw RedisErrors.syntax();
    }

    private static String type(String text) {
        String type = text.toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            throw new CommandException("ERR Unknown client type '" + text + "'");
        }
        return type;
    }

    private int end(Predicate<ClientView> meant, ClientSession own) {
        int ended = 0;
        for (ClientView client : clients.all()) {
            if (meant.test(client)) {
                ended++;
                if (client.id() == own.id()) {
                    own.closeAfterReply();
                } else {
                    client.kill();
                }
            }
        }
        return ended;
    }
}
