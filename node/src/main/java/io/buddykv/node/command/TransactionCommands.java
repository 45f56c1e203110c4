package io.buddykv.node.command;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.Map;

/** What MULTI, DISCARD and UNWATCH do to the session. EXEC and WATCH need key ranges: the client port carries them out. */
public final class TransactionCommands {
    private TransactionCommands() {}

    public static Map<String, CommandHandler> handlers() {
        return Map.of(
                "multi", (SessionCommand) TransactionCommands::multi,
                "discard", (SessionCommand) TransactionCommands::discard,
                "unwatch", (SessionCommand) TransactionCommands::unwatch);
    }

    static void multi(ClientSession session, Request request, ReplyWriter reply) {
        if (session.transaction().isOpen()) {
            throw new CommandException(RedisErrors.MULTI_NESTED);
        }
        session.transaction().begin();
        reply.ok();
    }

    static void discard(ClientSession session, Request request, ReplyWriter reply) {
        if (!session.transaction().isOpen()) {
            throw new CommandException(RedisErrors.DISCARD_WITHOUT_MULTI);
        }
        session.transaction().end();
        reply.ok();
    }

    static void unwatch(ClientSession session, Request request, ReplyWriter reply) {
        session.transaction().unwatch();
        reply.ok();
    }
}
