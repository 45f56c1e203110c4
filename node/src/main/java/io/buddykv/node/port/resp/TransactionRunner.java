package io.buddykv.node.port.resp;

import io.buddykv.node.command.KeyCommand;
import io.buddykv.node.command.OnceRequest;
import io.buddykv.node.command.SessionCommand;
import io.buddykv.node.command.Transaction;
import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.routing.Router;
import io.buddykv.node.routing.Routing;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.WritesHeldException;
import io.buddykv.protocol.command.CommandFlag;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.KeyPositions;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.List;
import java.util.stream.IntStream;

/**
 * WATCH, and MULTI's commands at EXEC: all on one slot, under the lock of its range, as one record. Watched keys may lie in
 * other ranges; these are locked too, in ascending order, so that nothing changes between the look and the commands.
 */
final class TransactionRunner {
    private static final CommandException TOO_LARGE =
            new CommandException("ERR the transaction exceeds what a client may queue");
    private static final CommandException EXEC_WITHOUT_MULTI = new CommandException(RedisErrors.EXEC_WITHOUT_MULTI);
    private static final CommandException EXEC_ABORT = new CommandException(RedisErrors.EXEC_ABORT);
    private static final CommandException WATCH_INSIDE_MULTI = new CommandException(RedisErrors.WATCH_INSIDE_MULTI);

    private final CommandRunner runner;
    private final CommandSet commands;
    private final CommandGate gate;
    private final long maxBytes;

    TransactionRunner(CommandRunner runner, CommandSet commands, CommandGate gate, long maxBytes) {
        this.runner = runner;
        this.commands = commands;
        this.gate = gate;
        this.maxBytes = maxBytes;
    }

    void queue(Session session, CommandSpec command, Request request) {
        Transaction transaction = session.transaction();
        if (transaction.bytes() > maxBytes) {
            throw TOO_LARGE;
        }
        transaction.queue(command, commands.handler(command), request.detached());
    }

    /** Remembers the state of the keys. @return false when it is to be run again */
    boolean watch(Session session, CommandSpec command, Request request, Router router, ReplyWriter reply) {
        Transaction transaction = session.transaction();
        if (transaction.isOpen()) {
            return fail(command, WATCH_INSIDE_MULTI, reply);
        }
        if (transaction.bytes() > maxBytes) {
            return fail(command, TOO_LARGE, reply);
        }
        if (!(router.route(command, request) instanceof Routing.ToRange target)) {
            throw CommandRunner.refusal(router.route(command, request));
        }
        int range = target.range();
        Admission admission = gate.runLocked(new int[] {range}, ranges -> {
            Admission admitted = ranges.admit(range, Access.READ);
            if (admitted == Admission.SERVE) {
                for (int key = 1; key < request.count(); key++) {
                    byte[] name = request.copy(key);
                    transaction.watch(new Transaction.WatchedKey(
                            range, ranges.primarySince(range), name, version(ranges, range, name)));
                }
                reply.ok();
            }
            return admitted;
        });
        return runner.isServed(admission, target.slot());
    }

    /**
     * Carries the transaction out.
     *
     * @param once what keeps its answer; null where nothing does
     * @return false when it is to be run again
     */
    boolean exec(Session session, CommandSpec command, Router router, ReplyWriter reply, OnceRequest once) {
        Transaction transaction = session.transaction();
        if (!transaction.isOpen()) {
            return fail(command, EXEC_WITHOUT_MULTI, reply);
        }
        boolean done = true;
        try {
            int slot = slot(transaction.queued());
            if (slot == KeyPositions.CROSS_SLOT) {
                throw CommandRunner.refusal(Routing.CROSS_SLOT);
            }
            if (transaction.isAborted()) {
                return fail(command, EXEC_ABORT, reply);
            }
            done = execOn(slot, session, router, reply, once);
        } finally {
            if (done) {
                transaction.end();
            }
        }
        return done;
    }

    private boolean execOn(int slot, Session session, Router router, ReplyWriter reply, OnceRequest once) {
        Transaction transaction = session.transaction();
        int range = slot == KeyPositions.NO_KEYS ? -1 : router.keyRanges().ofSlot(slot);
        int[] locked = IntStream.concat(
                        IntStream.of(range), transaction.watched().stream().mapToInt(Transaction.WatchedKey::range))
                .filter(index -> index >= 0)
                .sorted()
                .distinct()
                .toArray();
        if (locked.length == 0) {
            runAll(session, null, reply);
            return true;
        }
        int mark = reply.target().writerIndex();
        Admission admission = gate.runLocked(locked, ranges -> {
            Admission admitted = range < 0 ? Admission.SERVE : ranges.admit(range, access(transaction));
            if (admitted != Admission.SERVE) {
                return admitted;
            }
            Unchanged unchanged = unchanged(ranges, transaction);
            if (unchanged == Unchanged.HELD) {
                return Admission.HOLD;
            }
            reply.target().writerIndex(mark);
            if (unchanged == Unchanged.NO) {
                reply.nilArray();
            } else if (range < 0) {
                runAll(session, null, reply);
            } else {
                runAsOneRecord(session, ranges, range, reply, once);
            }
            return Admission.SERVE;
        });
        return runner.isServed(admission, slot);
    }

    private void runAsOneRecord(Session session, LockedRanges ranges, int range, ReplyWriter reply, OnceRequest once) {
        Keyspace keys = ranges.begin(range);
        try {
            if (once != null && once.replay(keys, reply)) {
                return;
            }
            int from = reply.target().writerIndex();
            if (mayGrow(session.transaction())) {
                admitGrowth(keys, session.transaction());
            }
            runAll(session, keys, reply);
            if (once != null) {
                once.keep(keys, reply, from);
            }
        } finally {
            ranges.commit(range);
        }
    }

    private static void admitGrowth(Keyspace keys, Transaction transaction) {
        try {
            keys.admitGrowth(transaction.bytes());
        } catch (CommandException outOfMemory) {
            throw new CommandException(RedisErrors.execAbort(outOfMemory.getMessage()));
        }
    }

    private void runAll(Session session, Keyspace keys, ReplyWriter reply) {
        List<Transaction.Queued> queued = session.transaction().queued();
        reply.array(queued.size());
        for (Transaction.Queued each : queued) {
            int mark = reply.target().writerIndex();
            try {
                if (each.handler() instanceof KeyCommand onKeys) {
                    onKeys.run(keys, each.request(), reply);
                } else {
                    ((SessionCommand) each.handler()).run(session, each.request(), reply);
                }
            } catch (WritesHeldException held) {
                throw held;
            } catch (RuntimeException failure) {
                runner.fail(each.command(), failure, reply, mark);
            }
            runner.called(each.command(), true);
        }
    }

    private enum Unchanged {
        YES,
        NO,
        HELD
    }

    private static Unchanged unchanged(LockedRanges ranges, Transaction transaction) {
        for (Transaction.WatchedKey watched : transaction.watched()) {
            int range = watched.range();
            Admission admission = ranges.admit(range, Access.READ);
            if (admission == Admission.HOLD) {
                return Unchanged.HELD;
            }
            if (admission != Admission.SERVE
                    || ranges.primarySince(range) != watched.primarySince()
                    || version(ranges, range, watched.key()) != watched.version()) {
                return Unchanged.NO;
            }
        }
        return Unchanged.YES;
    }

    /**
     * What changes whenever the key does: of one that is there, the sequence of the record that wrote it; of one that is not,
     * that of the last deletion it may have been part of, as a negative number. May also change where the key does not.
     */
    private static long version(LockedRanges ranges, int range, byte[] key) {
        Keyspace keys = ranges.begin(range);
        try {
            long entry = keys.find(key, 0, key.length);
            return entry == Keyspace.NONE ? ~keys.observedSequence() : keys.sequence(entry);
        } finally {
            ranges.commit(range);
        }
    }

    private static int slot(List<Transaction.Queued> queued) {
        int common = KeyPositions.NO_KEYS;
        for (Transaction.Queued each : queued) {
            int slot = each.command().slot(each.request());
            if (slot != KeyPositions.NO_KEYS && common != KeyPositions.NO_KEYS && slot != common) {
                return KeyPositions.CROSS_SLOT;
            }
            common = slot == KeyPositions.NO_KEYS ? common : slot;
        }
        return common;
    }

    private static Access access(Transaction transaction) {
        return transaction.queued().stream().anyMatch(each -> each.command().isWrite()) ? Access.WRITE : Access.READ;
    }

    private static boolean mayGrow(Transaction transaction) {
        return transaction.queued().stream().anyMatch(each -> each.command().has(CommandFlag.DENYOOM));
    }

    private boolean fail(CommandSpec command, CommandException failure, ReplyWriter reply) {
        runner.fail(command, failure, reply, reply.target().writerIndex());
        return true;
    }
}
