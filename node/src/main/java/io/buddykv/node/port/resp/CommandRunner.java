package io.buddykv.node.port.resp;

import io.buddykv.node.command.KeyCommand;
import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.routing.Router;
import io.buddykv.node.routing.Routing;
import io.buddykv.protocol.command.CommandFlag;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import org.jboss.logging.Logger;

/**
 * Carries out one request of one client: the checks that Redis makes before a command, in its order, then the command
 * where it belongs. Writes exactly one reply, or none when the request has to be tried again. One for each event loop.
 *
 * <p>Order: known, number of arguments, password, allowed inside MULTI, loading, keys of one slot; then it is queued or
 * carried out. A refusal up to there makes an open transaction fail.
 */
final class CommandRunner {
    private static final Logger LOG = Logger.getLogger(CommandRunner.class);
    private static final CommandException NO_AUTH = new CommandException(RedisErrors.NO_AUTH);
    private static final CommandException NOT_IN_TRANSACTION = new CommandException(RedisErrors.NOT_IN_TRANSACTION);
    private static final CommandException LOADING = new CommandException(RedisErrors.LOADING);
    private static final CommandException TRY_AGAIN = new CommandException(RedisErrors.TRY_AGAIN);
    private static final CommandException REPLY_TOO_LARGE =
            new CommandException("ERR the reply exceeds what one connection may be sent at a time");
    private static final CommandException INTERNAL =
            new CommandException("ERR internal error; the log of the node says more");

    private final CommandSet commands;
    private final CommandGate gate;
    private final LoopStatistics statistics;
    private final TransactionRunner transactions;
    private final OnceRunner once;
    private final FeedRunner feeds;
    private Router router;

    CommandRunner(
            CommandSet commands,
            CommandGate gate,
            Watchers watchers,
            LoopStatistics statistics,
            long maxTransactionBytes) {
        this.commands = commands;
        this.gate = gate;
        this.statistics = statistics;
        this.transactions = new TransactionRunner(this, commands, gate, maxTransactionBytes);
        this.once = new OnceRunner(this, commands, transactions);
        this.feeds = new FeedRunner(this, gate, watchers);
    }

    /**
     * @return false when the request has had no effect and no reply because its key range is held; it is to be run again
     */
    boolean run(Session session, Request request, ReplyWriter reply) {
        int mark = reply.target().writerIndex();
        session.commandBegins();
        boolean done = true;
        boolean admitted = false;
        CommandSpec command = null;
        try {
            command = commands.table().require(request);
            session.lastCommand(command);
            refuseEarly(session, command);
            admitted = true;
            done = queueOrCarryOut(session, command, request, reply);
        } catch (CommandException refused) {
            reply.target().writerIndex(mark);
            session.transaction().abort();
            endTransactionOf(session, command);
            reject(command, admitted ? refused : refusedEarly(session, request, refused), reply);
        }
        if (!done || !session.wantsReply()) {
            reply.target().writerIndex(mark);
        }
        return done;
    }

    /** Refuses a request that has waited too long for its range. */
    void refuseHeld(Session session, Request request, ReplyWriter reply) {
        CommandSpec command = commands.table().find(request);
        if (commands.kind(command) == CommandSet.Kind.EXEC) {
            session.transaction().end();
        }
        endTransactionOf(session, command);
        reject(command, TRY_AGAIN, reply);
    }

    /** Within a transaction, what is carried out once can only be its EXEC; refused, it has ended it all the same. */
    private void endTransactionOf(Session session, CommandSpec command) {
        if (command != null && commands.kind(command) == CommandSet.Kind.ONCE) {
            session.transaction().end();
        }
    }

    private void refuseEarly(Session session, CommandSpec command) {
        if (!session.isAuthenticated() && !command.has(CommandFlag.NO_AUTH)) {
            throw NO_AUTH;
        }
        if (commands.isRefusedInMulti(command) && session.transaction().isOpen()) {
            throw NOT_IN_TRANSACTION;
        }
        ClusterMap map = gate.map();
        if (map == null || !map.isCut()) {
            if (!command.has(CommandFlag.LOADING)) {
                throw LOADING;
            }
        } else if (router == null || router.keyRanges().count() != map.ranges().size()) {
            router = new Router(map.keyRanges());
        }
    }

    /** EXEC itself is refused as the end of its transaction; a reason without a code of its own loses the general one. */
    private CommandException refusedEarly(Session session, Request request, CommandException refused) {
        CommandSpec command = commands.table().find(request);
        if (command == null || commands.kind(command) != CommandSet.Kind.EXEC) {
            return refused;
        }
        session.transaction().end();
        return new CommandException(RedisErrors.execAbort(refused.getMessage().replaceFirst("^ERR ", "")));
    }

    private boolean queueOrCarryOut(Session session, CommandSpec command, Request request, ReplyWriter reply) {
        if (session.transaction().isOpen() && commands.kind(command).isQueued()) {
            refuseElsewhere(command, request);
            transactions.queue(session, command, request);
            reply.queued();
            return true;
        }
        if (!statistics.isSample()) {
            return carryOut(session, command, request, reply);
        }
        long began = System.nanoTime();
        boolean done = carryOut(session, command, request, reply);
        if (done) {
            statistics.took(command, System.nanoTime() - began);
        }
        return done;
    }

    private boolean carryOut(Session session, CommandSpec command, Request request, ReplyWriter reply) {
        return switch (commands.kind(command)) {
            case KEY -> onKeys(command, request, reply);
            case NODE -> onNode(command, request, reply);
            case SESSION, AT_ONCE -> onSession(session, command, request, reply);
            case EXEC -> called(command, transactions.exec(session, command, router, reply, null));
            case ONCE -> once.run(session, command, request, router, reply);
            case FEED -> feeds.run(session, command, request, router, reply);
            case WATCH -> called(command, transactions.watch(session, command, request, router, reply));
        };
    }

    private boolean onKeys(CommandSpec command, Request request, ReplyWriter reply) {
        Routing routing = router.route(command, request);
        if (!(routing instanceof Routing.ToRange target)) {
            throw refusal(routing);
        }
        return onKeys(command, commands.keyCommand(command), target, request, reply);
    }

    /** @param carried what is carried out: the command itself, or what surrounds it */
    boolean onKeys(
            CommandSpec command, KeyCommand carried, Routing.ToRange target, Request request, ReplyWriter reply) {
        int mark = reply.target().writerIndex();
        Access access = command.isWrite() ? Access.WRITE : Access.READ;
        Admission admission;
        try {
            admission = gate.run(target.range(), access, carried, request, reply);
        } catch (RuntimeException failure) {
            fail(command, failure, reply, mark);
            admission = Admission.SERVE;
        }
        return called(command, isServed(admission, target.slot()));
    }

    private boolean onNode(CommandSpec command, Request request, ReplyWriter reply) {
        int mark = reply.target().writerIndex();
        try {
            return called(command, gate.run(commands.nodeCommand(command), request, reply) == Admission.SERVE);
        } catch (RuntimeException failure) {
            fail(command, failure, reply, mark);
            return called(command, true);
        }
    }

    private boolean onSession(Session session, CommandSpec command, Request request, ReplyWriter reply) {
        int mark = reply.target().writerIndex();
        try {
            commands.sessionCommand(command).run(session, request, reply);
        } catch (RuntimeException failure) {
            fail(command, failure, reply, mark);
        }
        return called(command, true);
    }

    /**
     * Whether a command ran, given what its range has said.
     *
     * @return false when it is to be run again, also where the map does not yet say what the range already knows
     */
    boolean isServed(Admission admission, int slot) {
        return switch (admission) {
            case SERVE -> true;
            case HOLD -> false;
            case DOWN -> throw refusal(Routing.NOT_SERVED);
            case MOVED -> {
                Routing elsewhere = router.locate(gate.map(), slot, gate.self());
                if (elsewhere instanceof Routing.ToRange) {
                    yield false;
                }
                throw refusal(elsewhere);
            }
        };
    }

    /** A command that has begun ended in an error: that is its reply. */
    void fail(CommandSpec command, RuntimeException failure, ReplyWriter reply, int mark) {
        reply.target().writerIndex(mark);
        CommandException shown = INTERNAL;
        if (failure instanceof CommandException expected) {
            shown = expected;
        } else if (isReplyTooLarge(failure)) {
            shown = REPLY_TOO_LARGE;
        } else {
            LOG.errorf(failure, "%s ended unexpectedly", command.name());
        }
        statistics.failed(command, shown.getMessage());
        reply.error(shown);
    }

    /** The buffer of replies has a bound, and says so by an exception of its own. */
    private static boolean isReplyTooLarge(RuntimeException failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof IndexOutOfBoundsException
                && trace.length > 0
                && trace[0].getMethodName().startsWith("ensureWritable");
    }

    boolean called(CommandSpec command, boolean done) {
        if (done) {
            statistics.called(command);
        }
        return done;
    }

    private void refuseElsewhere(CommandSpec command, Request request) {
        Routing routing = command.keys().isEmpty() ? Routing.ANYWHERE : router.route(command, request);
        if (routing instanceof Routing.ToRange target) {
            routing = router.locate(gate.map(), target.slot(), gate.self());
        }
        if (routing instanceof Routing.Refused) {
            throw refusal(routing);
        }
    }

    private void reject(CommandSpec command, CommandException refused, ReplyWriter reply) {
        statistics.rejected(command, refused.getMessage());
        reply.error(refused);
    }

    static CommandException refusal(Routing routing) {
        return new CommandException(
                routing instanceof Routing.Refused refused ? refused.error() : RedisErrors.INVALID_KEY_COUNT);
    }
}
