package io.buddykv.node.command;

import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;

/** A command about the connection, the node or the cluster, that touches no key range. */
@FunctionalInterface
public non-sealed interface SessionCommand extends CommandHandler {
    void run(ClientSession session, Request request, ReplyWriter reply);
}
