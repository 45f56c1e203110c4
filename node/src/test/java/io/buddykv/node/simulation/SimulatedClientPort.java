package io.buddykv.node.simulation;

import io.buddykv.node.linearizability.Answer;
import io.buddykv.node.linearizability.Operation;
import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.AckWaits;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.replication.RangeReplica;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.WritesHeldException;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The client port as far as consistency goes: it admits commands, runs them under their range's lock, lets answers wait
 * for copies, and tries those again for up to two seconds that a range holds.
 */
final class SimulatedClientPort {
    private static final long RETRY_NANOS = 2 * SimulatedWorld.MILLI;
    private static final long MOST_HOLD_NANOS = 2 * SimulatedWorld.SECOND;

    private final SimulatedSlave slave;
    private final SimulatedSlave.Life life;
    private final RangeSet ranges;
    private final List<AckWaits> waits = new ArrayList<>();

    SimulatedClientPort(SimulatedSlave slave, SimulatedSlave.Life life, int loops) {
        this.slave = slave;
        this.life = life;
        this.ranges = life.ranges();
        for (int loop = 0; loop < loops; loop++) {
            waits.add(ranges.newWaits(life.eventLoop(loop)));
        }
    }

    /** What a client is told. */
    sealed interface Reply {
        record Done(Answer answer) implements Reply {}

        /** -MOVED to the slave of that number. */
        record Moved(int slave) implements Reply {}

        /** -CLUSTERDOWN, -LOADING or -TRYAGAIN: nothing was done. */
        record Refused(String error) implements Reply {}

        /** The connection was closed. */
        record Closed() implements Reply {}
    }

    /** @param once null where the client does not number it */
    record Command(String key, int range, Operation operation, Once once) {}

    /** What a client says with a write that is to be carried out once. */
    record Once(byte[] owner, int lane, long number, boolean again) {}

    /** The map, as CLUSTER SLOTS shows it. */
    ClusterMap map() {
        return ranges.map();
    }

    /** Answers in order, by the place of the first of them among the commands; called once or more. */
    interface Answers {
        void leave(int first, List<Reply> replies);
    }

    /** One read of a connection: commands whose answers leave together, but for those that wait for a held range. */
    void received(int connection, List<Command> commands, Answers answers) {
        int loop = connection % waits.size();
        Batch batch =
                new Batch(loop, 0, commands, answers, life.process().clock().nanos());
        life.eventLoop(loop).execute(batch::run);
    }

    private final class Batch implements AckWaits.Waiter {
        private final int loop;
        private final int first;
        private final List<Command> commands;
        private final Answers answers;
        private final long receivedNanos;
        private final List<Reply> replies = new ArrayList<>();
        private final Map<Integer, Long> written = new HashMap<>();

        Batch(int loop, int first, List<Command> commands, Answers answers, long receivedNanos) {
            this.loop = loop;
            this.first = first;
            this.commands = commands;
            this.answers = answers;
            this.receivedNanos = receivedNanos;
        }

        void run() {
            long nanos = life.process().clock().nanos();
            long wallMillis = life.process().clock().wallMillis();
            ranges.observe(nanos, wallMillis);
            int done = 0;
            for (Command command : commands) {
                Reply reply = execute(command, nanos, wallMillis);
                if (reply == null) {
                    Batch rest = new Batch(
                            loop, first + done, commands.subList(done, commands.size()), answers, receivedNanos);
                    life.eventLoop(loop).after(RETRY_NANOS, rest::run);
                    break;
                }
                replies.add(reply);
                done++;
            }
            if (waits.get(loop).await(this)) {
                acknowledged();
            }
        }

        /** Null when it has to be tried again. */
        private Reply execute(Command command, long nanos, long wallMillis) {
            if (ranges.count() == 0) {
                return new Reply.Refused("LOADING");
            }
            RangeReplica range = ranges.range(command.range());
            range.lock().lock();
            try {
                Admission admission = range.admit(access(command.operation()), nanos);
                if (admission == Admission.SERVE) {
                    life.cluster().judge().serves(slave, command.range());
                    return run(range, command, wallMillis);
                }
                return refusal(admission, command.range(), nanos);
            } catch (WritesHeldException held) {
                return refusal(Admission.HOLD, command.range(), nanos);
            } finally {
                range.lock().unlock();
            }
        }

        private Reply run(RangeReplica range, Command command, long wallMillis) {
            long before = range.sequence();
            try {
                Keyspace keys = range.begin(wallMillis);
                return new Reply.Done(
                        command.once() == null
                                ? StoredRegister.run(keys, command.key(), command.operation(), wallMillis)
                                : StoredOnce.run(keys, command, wallMillis));
            } catch (CommandException stale) {
                return new Reply.Refused(stale.getMessage());
            } finally {
                range.commit(waits.get(loop));
                if (range.sequence() > before) {
                    written.put(range.index(), range.sequence());
                }
            }
        }

        private Reply refusal(Admission admission, int range, long nanos) {
            Member primary = ranges.map().range(range).primary();
            if (admission == Admission.MOVED && primary != null) {
                return new Reply.Moved(primary.number());
            }
            if (admission == Admission.HOLD && nanos - receivedNanos < MOST_HOLD_NANOS) {
                return null;
            }
            return new Reply.Refused(admission == Admission.HOLD ? "TRYAGAIN" : "CLUSTERDOWN");
        }

        @Override
        public void acknowledged() {
            written.forEach(life.cluster().judge()::acknowledges);
            answers.leave(first, replies);
        }

        @Override
        public void outcomeUnknown() {
            answers.leave(
                    first,
                    replies.stream().<Reply>map(reply -> new Reply.Closed()).toList());
        }
    }

    private static Access access(Operation operation) {
        return operation.isRead() ? Access.READ : Access.WRITE;
    }
}
