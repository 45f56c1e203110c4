package io.buddykv.node.port.resp;

import io.buddykv.node.command.OnceRequest;
import io.buddykv.node.routing.Router;
import io.buddykv.node.routing.Routing;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;

/**
 * {@code KV.ONCE lane number write…} and {@code KV.AGAIN lane number write…}: a write on keys of one slot, or EXEC, that is
 * carried out once however often it comes. See {@link OnceRequest}.
 */
final class OnceRunner {
    private static final CommandException NO_WRITE =
            new CommandException("ERR only writes on keys, and EXEC, can be carried out once");
    private static final CommandException NOT_IN_TRANSACTION = new CommandException(RedisErrors.NOT_IN_TRANSACTION);
    private static final String AGAIN = "kv.again";

    private final CommandRunner runner;
    private final CommandSet commands;
    private final TransactionRunner transactions;
    private final Request write = new Request();
    private final OnceRequest once = new OnceRequest();

    OnceRunner(CommandRunner runner, CommandSet commands, TransactionRunner transactions) {
        this.runner = runner;
        this.commands = commands;
        this.transactions = transactions;
    }

    /** @return false when it is to be run again */
    boolean run(Session session, CommandSpec wrapper, Request request, Router router, ReplyWriter reply) {
        once.of(session.requestOwner(), request, wrapper.name().equals(AGAIN));
        request.tailInto(OnceRequest.OWN_ARGUMENTS, write);
        CommandSpec command = commands.table().require(write);
        if (commands.kind(command) == CommandSet.Kind.EXEC) {
            return runner.called(command, transactions.exec(session, command, router, reply, once));
        }
        if (commands.kind(command) != CommandSet.Kind.KEY || !command.isWrite()) {
            throw NO_WRITE;
        }
        if (session.transaction().isOpen()) {
            throw NOT_IN_TRANSACTION;
        }
        Routing routing = router.route(command, write);
        if (!(routing instanceof Routing.ToRange target)) {
            throw CommandRunner.refusal(routing);
        }
        return runner.onKeys(command, once.around(commands.keyCommand(command)), target, write, reply);
    }
}
