package io.buddykv.node.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.time.Timers;
import io.buddykv.node.time.VirtualTime;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A few slaves in one test, steered by maps that the test makes: range 0 is looked at, the others go along. */
final class TestingSlaves {
    static final int RANGES = 16;

    final VirtualTime time = new VirtualTime();
    final MemoryNetwork network = new MemoryNetwork(time);
    final List<Slave> slaves = new ArrayList<>();
    private long version;

    final class Slave implements ReplicationEvents {
        final Member member;
        final Endpoints endpoints;
        final MemoryBudget budget = new MemoryBudget(64 << 20);
        final RangeSet ranges;
        final AckWaits waits;
        final List<String> events = new ArrayList<>();

        Slave(int number, long dataId) {
            member = new Member(number, 100 + slaves.size(), dataId);
            endpoints = new Endpoints("here", 0, 0, 1000 + slaves.size(), 0);
            ReplicationSettings settings = ReplicationSettings.of(
                    Duration.ofMillis(300), Duration.ofMillis(30), Duration.ofMillis(120), Duration.ofSeconds(60));
            Timers loop = time.timers();
            ranges = new RangeSet(
                    time,
                    settings,
                    new TestingCredentials(),
                    budget,
                    network.connector(endpoints.replicationPort()),
                    nanos -> true);
            ranges.listen(this);
            ranges.became("cluster", member);
            waits = ranges.newWaits(loop);
            network.listen(endpoints.replicationPort(), ranges::accept);
        }

        /** Runs a SET under the range's lock; null when the range does not let it in. */
        Answer set(String key, String value) {
            return setInRange(0, key, value);
        }

        Answer setInRange(int index, String key, String value) {
            byte[] k = key.getBytes(UTF_8);
            byte[] v = value.getBytes(UTF_8);
            return run(index, Access.WRITE, keys -> {
                keys.put(k, 0, k.length, v, 0, v.length, 0, 0);
                return "OK";
            });
        }

        Answer get(String key) {
            byte[] k = key.getBytes(UTF_8);
            return run(0, Access.READ, keys -> {
                long entry = keys.find(k, 0, k.length);
                return entry == Keyspace.NONE ? null : new String(keys.value(entry), UTF_8);
            });
        }

        Answer delete(String key) {
            byte[] k = key.getBytes(UTF_8);
            return run(0, Access.WRITE, keys -> Boolean.toString(keys.delete(k, 0, k.length)));
        }

        private Answer run(int index, Access access, java.util.function.Function<Keyspace, String> command) {
            RangeReplica range = ranges.range(index);
            ranges.observe(time.nanos(), time.wallMillis());
            range.lock().lock();
            try {
                Admission admission = range.admit(access, time.nanos());
                if (admission != Admission.SERVE) {
                    return new Answer(admission, null);
                }
                Keyspace keys = range.begin(time.wallMillis());
                Answer answer = new Answer(admission, command.apply(keys));
                range.commit(waits);
                answer.done = waits.await(answer);
                return answer;
            } finally {
                range.lock().unlock();
            }
        }

        RangeReplica range() {
            return ranges.range(0);
        }

        void adopt(ClusterMap map) {
            ranges.adopt(map);
        }

        @Override
        public void silent(Member suspect, String reason) {
            events.add("silent " + suspect.number());
        }

        @Override
        public void opened(SourceLink link) {
            ranges.opened(link);
        }

        @Override
        public void closed(SourceLink link, String reason) {
            ranges.closed(link);
            events.add("closed " + link.peer().number());
        }

        @Override
        public void refused(int range, long epoch, Member copy, String reason) {
            if (range == 0) {
                events.add("refused by " + copy.number() + ": " + reason);
            }
        }

        @Override
        public void foreign(Member other, int protocol) {
            events.add("foreign " + other.number() + " speaks " + protocol);
        }

        @Override
        public void caughtUp(int range, long epoch, Member copy) {
            if (range == 0) {
                events.add("caught up " + copy.number());
            }
        }

        @Override
        public void agreed(int range, Member copy, Proof proof) {
            if (range == 0) {
                events.add("agreed with " + copy.number() + " on " + proof);
            }
        }

        @Override
        public void held(int range, boolean handedOver, long nanos) {
            if (range == 0) {
                events.add((handedOver ? "handed over" : "called off") + " after ms: "
                        + TimeUnit.NANOSECONDS.toMillis(nanos));
            }
        }

        @Override
        public void released(int range) {}

        @Override
        public void drained(int range, long epoch, long sequence) {
            if (range == 0) {
                events.add("drained at " + sequence);
            }
        }

        @Override
        public void notHeld(int range, long epoch) {
            if (range == 0) {
                events.add("not held");
            }
        }
    }

    /** What became of a command. */
    static final class Answer implements AckWaits.Waiter {
        final Admission admission;
        final String value;
        boolean done;
        boolean unknown;

        Answer(Admission admission, String value) {
            this.admission = admission;
            this.value = value;
        }

        @Override
        public void acknowledged() {
            done = true;
        }

        @Override
        public void outcomeUnknown() {
            unknown = true;
        }
    }

    Slave slave(int number) {
        return slave(number, 100 + slaves.size());
    }

    /** One more life of a slave, on the data directory with this id. */
    Slave slave(int number, long dataId) {
        Slave slave = new Slave(number, dataId);
        slaves.add(slave);
        return slave;
    }

    /** A map in which every range has the same entry. */
    ClusterMap map(RangeEntry entry) {
        SortedMap<Integer, SlaveEntry> entries = new TreeMap<>();
        for (Slave slave : slaves) {
            entries.put(slave.member.number(), new SlaveEntry(slave.member, slave.endpoints, "", "", SlaveState.UP));
        }
        return new ClusterMap("cluster", ++version, 1, 0, Collections.nCopies(RANGES, entry), entries);
    }

    static RangeEntry entry(Slave primary, long epoch, long since, List<Slave> inSync, List<Slave> joining) {
        return new RangeEntry(
                primary.member.number(),
                primary.member,
                members(inSync),
                members(joining),
                epoch,
                since,
                1,
                false,
                RangeState.SERVING,
                null);
    }

    /** Nobody serves it; its in-sync copies are those last known. */
    static RangeEntry down(Slave home, long epoch, List<Slave> inSync) {
        return new RangeEntry(
                home.member.number(), null, members(inSync), List.of(), epoch, 1, 1, false, RangeState.DOWN, null);
    }

    static RangeEntry released(RangeEntry entry) {
        return new RangeEntry(
                entry.home(),
                entry.primary(),
                entry.inSync(),
                entry.joining(),
                entry.epoch(),
                entry.primarySince(),
                entry.bornEpoch(),
                true,
                entry.state(),
                null);
    }

    static RangeEntry handingOver(RangeEntry entry, Slave target) {
        return new RangeEntry(
                entry.home(),
                entry.primary(),
                entry.inSync(),
                entry.joining(),
                entry.epoch(),
                entry.primarySince(),
                entry.bornEpoch(),
                false,
                RangeState.HANDING_OVER,
                target.member);
    }

    private static List<Member> members(List<Slave> slaves) {
        return slaves.stream().map(slave -> slave.member).toList();
    }
}
