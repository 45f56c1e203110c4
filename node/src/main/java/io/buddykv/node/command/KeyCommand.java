package io.buddykv.node.command;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;

/**
 * A command on keys of one slot. Called under the lock of the key range, with a key space that has begun; everything it
 * changes becomes one record. It writes exactly one reply, or throws a {@code CommandException} before it has changed
 * anything.
 */
@FunctionalInterface
public non-sealed interface KeyCommand extends CommandHandler {
    void run(Keyspace keys, Request request, ReplyWriter reply);
}
