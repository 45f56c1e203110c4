package io.buddykv.node.command;

import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;

/** A command on all key ranges that this slave serves (KEYS, SCAN, DBSIZE, FLUSHALL, RANDOMKEY …). Holds no lock when called. */
@FunctionalInterface
public non-sealed interface NodeCommand extends CommandHandler {
    void run(ServedRanges ranges, Request request, ReplyWriter reply);
}
