package io.buddykv.node.command;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** PING, ECHO, HELLO, AUTH, SELECT, QUIT and RESET. */
public final class ConnectionCommands {
    /** The version of Redis whose commands and replies these are. */
    static final String REDIS_VERSION = "7.0.15";

    private static final byte[] DEFAULT_USER = "default".getBytes(StandardCharsets.US_ASCII);

    private final Credentials credentials;

    public ConnectionCommands(Credentials credentials) {
        this.credentials = credentials;
    }

    public Map<String, CommandHandler> handlers() {
        return Map.of(
                "ping", (SessionCommand) ConnectionCommands::ping,
                "echo", (SessionCommand) ConnectionCommands::echo,
                "hello", (SessionCommand) this::hello,
                "auth", (SessionCommand) this::auth,
                "select", (SessionCommand) ConnectionCommands::select,
                "quit", (SessionCommand) ConnectionCommands::quit,
                "reset", (SessionCommand) ConnectionCommands::reset);
    }

    private static void ping(ClientSession session, Request request, ReplyWriter reply) {
        if (request.count() > 2) {
            throw new CommandException(RedisErrors.wrongNumberOfArguments("ping"));
        }
        if (request.count() == 1) {
            reply.pong();
        } else {
            reply.bulk(request.bytes(), request.offset(1), request.length(1));
        }
    }

    private static void echo(ClientSession session, Request request, ReplyWriter reply) {
        reply.bulk(request.bytes(), request.offset(1), request.length(1));
    }

    private void hello(ClientSession session, Request request, ReplyWriter reply) {
        int version = session.protocol();
        int next = 1;
        if (request.count() > 1) {
            if (!request.isInteger(1)) {
                throw new CommandException(RedisErrors.PROTOCOL_VERSION_NOT_AN_INTEGER);
            }
            if (request.integer(1) != 2 && request.integer(1) != 3) {
                throw new CommandException(RedisErrors.NO_PROTO);
            }
            version = (int) request.integer(1);
            next = 2;
        }
        int name = 0;
        for (; next < request.count(); next++) {
            if (request.is(next, "AUTH") && next + 2 < request.count()) {
                authenticate(session, request.copy(next + 1), request.copy(next + 2));
                next += 2;
            } else if (request.is(next, "SETNAME") && next + 1 < request.count()) {
                name = next + 1;
                ClientCommands.requireName(request.string(name));
                next++;
            } else {
                throw new CommandException("ERR Syntax error in HELLO option '"
                        + new String(request.copy(next), StandardCharsets.ISO_8859_1) + "'");
            }
        }
        if (!session.isAuthenticated()) {
            throw new CommandException(RedisErrors.HELLO_NO_AUTH);
        }
        if (name > 0) {
            session.name(request.string(name));
        }
        session.protocol(version);
        reply.protocol(version);
        describe(session, reply);
    }

    private static void describe(ClientSession session, ReplyWriter reply) {
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(REDIS_VERSION);
        reply.bulk("proto");
        reply.integer(session.protocol());
        reply.bulk("id");
        reply.integer(session.id());
        reply.bulk("mode");
        reply.bulk("cluster");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        reply.array(0);
    }

    private void auth(ClientSession session, Request request, ReplyWriter reply) {
        if (request.count() > 3) {
            throw RedisErrors.syntax();
        }
        if (request.count() == 2 && !credentials.isPasswordNeeded()) {
            throw new CommandException(RedisErrors.AUTH_WITHOUT_PASSWORD);
        }
        byte[] user = request.count() == 3 ? request.copy(1) : DEFAULT_USER;
        authenticate(session, user, request.copy(request.count() - 1));
        reply.ok();
    }

    private void authenticate(ClientSession session, byte[] user, byte[] password) {
        if (!credentials.accept(user, password)) {
            throw new CommandException(RedisErrors.WRONG_PASSWORD);
        }
        session.authenticated(true);
    }

    private static void select(ClientSession session, Request request, ReplyWriter reply) {
        if (request.integer(1) != 0) {
            throw new CommandException(RedisErrors.SELECT_IN_CLUSTER);
        }
        reply.ok();
    }

    private static void quit(ClientSession session, Request request, ReplyWriter reply) {
        session.closeAfterReply();
        reply.ok();
    }

    private static void reset(ClientSession session, Request request, ReplyWriter reply) {
        session.reset();
        reply.protocol(session.protocol());
        reply.simple("RESET");
    }
}
