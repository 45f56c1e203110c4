package io.buddykv.node.replication;

import io.buddykv.node.log.Journal;
import io.buddykv.node.log.RecoveredRange;
import io.buddykv.node.log.SnapshotSource;
import io.buddykv.node.store.Hasher;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.RangeTable;
import io.buddykv.node.store.SeededHasher;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.RangeLoad;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * All key ranges of this slave and its replication links: what the client port serves from, and what the slave steers by
 * the cluster map. {@link #adopt}, {@link #opened}, {@link #closed} and {@link #tick} are confined to the slave's thread of
 * control; the rest may be called by any thread.
 */
public final class RangeSet {
    /** Above this part of the memory budget a copy tells its sources that it could not take growing writes. */
    private static final double FULL = 0.995;
    /** Up to this part of it, what was taken out is kept for a while. */
    private static final double ROOM_TO_KEEP = 0.75;

    /** How long a slave that has come back keeps ranges that the map does not give to it. */
    private static final long RECOVERED_KEPT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final TimeSource time;
    private final ReplicationSettings settings;
    private final LinkCredentials credentials;
    private final MemoryBudget budget;
    private final Hasher hasher;
    private final LongPredicate moving;
    private final ClockAgreement clocks;
    private final Context context = new Context();
    private final SourceLinks links;
    private final List<AckWaits> waits = new CopyOnWriteArrayList<>();
    private final List<SinkLink> sinks = new CopyOnWriteArrayList<>();
    private final ReplicationFigures figures = new ReplicationFigures();
    private final FillPace fillPace = new FillPace();

    private final long startedNanos;
    private final Map<Integer, RecoveredRange> onDisk = new HashMap<>();

    private volatile Journal journal = Journal.NONE;
    private volatile long recoveredUntilNanos;
    private ReplicationEvents events;
    private volatile Member self;
    private volatile String clusterId;
    private volatile ClusterMap map;
    private volatile ClusterMap served;
    private volatile RangeReplica[] ranges = {};
    private volatile long lastContactNanos;
    private volatile boolean keepsBacklog;
    private volatile int nowSeconds;

    /** With hashes of this process's own: cursors of SCAN end with it. */
    public RangeSet(
            TimeSource time,
            ReplicationSettings settings,
            LinkCredentials credentials,
            MemoryBudget budget,
            FrameConnector connector,
            LongPredicate moving) {
        this(time, settings, credentials, budget, SeededHasher.random(), connector, moving);
    }

    /**
     * @param hasher where it is the same on every slave, cursors of SCAN outlive a failover
     * @param moving whether every event loop has moved lately, at a reading of the monotonic clock
     */
    public RangeSet(
            TimeSource time,
            ReplicationSettings settings,
            LinkCredentials credentials,
            MemoryBudget budget,
            Hasher hasher,
            FrameConnector connector,
            LongPredicate moving) {
        this.hasher = hasher;
        this.time = time;
        this.settings = settings;
        this.credentials = credentials;
        this.budget = budget;
        this.moving = moving;
        this.clocks = new ClockAgreement(time, settings);
        this.links = new SourceLinks(context, this, connector);
        this.startedNanos = time.nanos();
        this.lastContactNanos = startedNanos;
    }

    /**
     * The slave keeps its ranges on disk; before any map is adopted.
     *
     * @param recovered what the disk held, to begin with
     */
    public void keepIn(Journal log, List<RecoveredRange> recovered) {
        journal = log;
        for (RecoveredRange each : recovered) {
            onDisk.put(each.index(), each);
        }
    }

    /** The ranges as snapshots are made of them. */
    public SnapshotSource snapshotSource() {
        return new SnapshotSource() {
            @Override
            public int count() {
                return ranges.length;
            }

            @Override
            public SourceRange range(int index) {
                return ranges[index];
            }
        };
    }

    /** An empty table, charged to this slave's budget. */
    public RangeTable newTable() {
        return new RangeTable(budget, hasher);
    }

    /** The log has confirmed more; any thread. */
    public void logConfirmed() {
        for (AckWaits loop : waits) {
            loop.logConfirmed();
        }
        for (SinkLink sink : sinks) {
            sink.logConfirmed();
        }
    }

    /** Says who listens; before anything else. */
    public void listen(ReplicationEvents listener) {
        events = listener;
    }

    /** The slave has been given its internal number. */
    public void became(String cluster, Member member) {
        clusterId = cluster;
        self = member;
        recoveredUntilNanos = time.nanos() + RECOVERED_KEPT_NANOS;
    }

    /** Who this slave is; null before it has an internal number. */
    public Member self() {
        return self;
    }

    /** Whether this slave knows its internal number and a map that is cut, so that there are ranges to speak of. */
    boolean hasPlace() {
        return self != null && ranges.length > 0;
    }

    /**
     * The newest map known, with what has come of releases that it does not tell of yet; null before the first. Those who
     * take part in such a release know of it before others who have the same version of the map.
     */
    public ClusterMap map() {
        return served;
    }

    public MemoryBudget budget() {
        return budget;
    }

    /** A range by its index; there are none before the first map that is cut. */
    public RangeReplica range(int index) {
        RangeReplica[] present = ranges;
        if (index < 0 || index >= present.length) {
            throw new MalformedFrameException("range " + index + " of " + present.length);
        }
        return present[index];
    }

    public int count() {
        return ranges.length;
    }

    /** The waiting answers of one more client event loop. */
    public AckWaits newWaits(Timers loop) {
        AckWaits added = new AckWaits(loop);
        waits.add(added);
        return added;
    }

    /** Looks at the clocks; to be called once per turn of a client event loop, with readings taken one after the other. */
    public void observe(long nanos, long wallMillis) {
        clocks.observe(nanos, wallMillis);
    }

    /** Masters or membership have answered. */
    public void contacted() {
        lastContactNanos = time.nanos();
    }

    /** For how long neither masters nor membership have answered. */
    public long unheardNanos() {
        return time.nanos() - lastContactNanos;
    }

    // ---- steered by the slave

    /**
     * Takes a newer map: every range first learns what is fenced by it, then what is to be done. Refusals go out after all
     * of the first: each goes with an acknowledgement, which would renew the promise for ranges that have not learned yet,
     * and a range that is taken over would wait for as long again.
     */
    public void adopt(ClusterMap newer) {
        if (newer.isCut() && ranges.length == 0) {
            RangeReplica[] created = new RangeReplica[newer.ranges().size()];
            for (int index = 0; index < created.length; index++) {
                created[index] = new RangeReplica(index, context, onDisk.remove(index));
            }
            ranges = created;
            onDisk.clear();
        }
        keepsBacklog = newer.slaves().size() > 1;
        if (newer.goal() != null) {
            fillPace.limit(newer.goal().rebalancing().maxBytesPerSecond());
        }
        map = newer;
        served = withSuccessions(newer);
        for (RangeReplica range : ranges) {
            range.lock().lock();
            try {
                range.learn(newer.range(range.index()));
            } finally {
                range.lock().unlock();
            }
        }
        sendRefusals();
        for (RangeReplica range : ranges) {
            range.lock().lock();
            try {
                range.adopt(newer.range(range.index()));
            } finally {
                range.lock().unlock();
            }
        }
        links.reconcile(newer);
        links.mapChanged();
        sinks.forEach(SinkLink::mapChanged);
        succeed();
    }

    /** Takes up what has come of releases that the map does not tell of yet. */
    public void succeed() {
        Map<Integer, RangeEntry> successions = entries(RangeReplica::succession);
        if (successions.isEmpty()) {
            return;
        }
        served = served.withRanges(successions);
        for (int index : successions.keySet()) {
            RangeReplica range = ranges[index];
            range.lock().lock();
            try {
                RangeEntry succession = range.succession();
                if (succession != null) {
                    range.learn(succession);
                    range.adopt(succession);
                }
            } finally {
                range.lock().unlock();
            }
        }
        sendRefusals();
        sinks.forEach(SinkLink::mapChanged);
    }

    /** What clients are told of: the map, and what has come of releases that it does not tell of yet. */
    private ClusterMap withSuccessions(ClusterMap newer) {
        Map<Integer, RangeEntry> ahead =
                entries(range -> range.epoch() > newer.range(range.index()).epoch() ? range.entry() : null);
        return ahead.isEmpty() ? newer : newer.withRanges(ahead);
    }

    /** By their indexes, what is wanted of the ranges where it is not null. */
    private Map<Integer, RangeEntry> entries(Function<RangeReplica, RangeEntry> wanted) {
        Map<Integer, RangeEntry> entries = new HashMap<>();
        for (RangeReplica range : ranges) {
            range.lock().lock();
            try {
                RangeEntry entry = wanted.apply(range);
                if (entry != null) {
                    entries.put(range.index(), entry);
                }
            } finally {
                range.lock().unlock();
            }
        }
        return entries;
    }

    /** Sends the refusals that wait on any link; after the last of the ranges that were fenced together. */
    public void sendRefusals() {
        sinks.forEach(SinkLink::sendRefusals);
    }

    /** A link has been accepted: offers the ranges that the peer is to copy. */
    public void opened(SourceLink link) {
        for (RangeReplica range : ranges) {
            range.lock().lock();
            try {
                range.copies().opened(link);
            } finally {
                range.lock().unlock();
            }
        }
    }

    /** A link has ended: its copies are apart until another one is open. */
    public void closed(SourceLink link) {
        for (RangeReplica range : ranges) {
            range.lock().lock();
            try {
                range.copies().closed(link);
            } finally {
                range.lock().unlock();
            }
        }
        acknowledged(link);
    }

    /** To be called every few milliseconds: opens links that ended, releases what has drained. */
    public void tick() {
        clocks.observe(time.nanos(), time.wallMillis());
        nowSeconds = (int) (time.wallMillis() / 1000);
        ClusterMap present = map;
        if (present == null) {
            return;
        }
        links.reconcile(present);
        for (RangeReplica range : ranges) {
            if (range.isHandingOver() || range.isUnwanted()) {
                range.lock().lock();
                try {
                    range.releaseWhenDrained();
                    range.forgetUnwanted();
                } finally {
                    range.lock().unlock();
                }
            }
        }
    }

    /** The copies of this slave's ranges that have acknowledged nothing for at least {@code silenceNanos}. */
    public Set<Member> silentCopies(long silenceNanos) {
        return links.silentFor(silenceNanos);
    }

    /** Whether answers about this range wait for acknowledgements of this copy. */
    public boolean waitsFor(int index, Member copy) {
        RangeReplica range = range(index);
        range.lock().lock();
        try {
            return range.waitsFor(copy);
        } finally {
            range.lock().unlock();
        }
    }

    /** Ranges that this slave is to copy from others stream through this receiver, called on {@code loop}. */
    public FrameLink.Receiver accept(Timers loop) {
        SinkLink sink = new SinkLink(context, this, loop);
        sinks.add(sink);
        return sink;
    }

    void ended(SinkLink sink) {
        sinks.remove(sink);
    }

    void acknowledged(SourceLink link) {
        for (AckWaits loop : waits) {
            loop.acknowledged(link);
        }
    }

    /** How many primaries, and how many copies that are complete, this slave has at present. */
    public RoleCounts roles() {
        int primaries = 0;
        int completeCopies = 0;
        int incomplete = 0;
        long keys = 0;
        for (RangeReplica range : ranges) {
            switch (range.role()) {
                case PRIMARY -> {
                    primaries++;
                    keys += range.size();
                }
                case COPY -> {
                    if (range.isComplete()) {
                        completeCopies++;
                    } else {
                        incomplete++;
                    }
                }
                case ABSENT -> {}
            }
        }
        return new RoleCounts(primaries, completeCopies, incomplete, keys);
    }

    /** @param keys in the ranges that it is primary of */
    public record RoleCounts(int primaries, int completeCopies, int incompleteCopies, long keys) {}

    /** Keys with an expiry in the ranges that this slave is primary of. */
    public long volatileKeys() {
        long count = 0;
        for (RangeReplica range : ranges) {
            if (range.role() == RangeReplica.Role.PRIMARY) {
                count += range.volatileKeys();
            }
        }
        return count;
    }

    public ReplicationFigures figures() {
        return figures;
    }

    /** What this slave carries, and what each range costs that it is primary of; it must have its internal number. */
    public SlaveLoad load() {
        List<RangeLoad> loads = new ArrayList<>();
        for (RangeReplica range : ranges) {
            range.lock().lock();
            try {
                if (range.role() == RangeReplica.Role.PRIMARY) {
                    loads.add(new RangeLoad(range.index(), range.size(), range.bytes(), range.operations()));
                }
            } finally {
                range.lock().unlock();
            }
        }
        return new SlaveLoad(self, budget.used(), budget.limit(), figures.bytesFilled(), loads);
    }

    /** Frames that have been sent to copies and are not acknowledged yet. */
    public long unacknowledgedFrames() {
        return links.unacknowledgedFrames();
    }

    /** The cluster id, or null before registration. */
    public String clusterId() {
        return clusterId;
    }

    public void close() {
        links.closeAll("this slave ends");
        new ArrayList<>(sinks).forEach(sink -> sink.close("this slave ends"));
    }

    /** This slave as its ranges and links see it. */
    private final class Context implements ReplicationContext {
        @Override
        public Member self() {
            return self;
        }

        @Override
        public String clusterId() {
            return clusterId;
        }

        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public ReplicationSettings settings() {
            return settings;
        }

        @Override
        public ReplicationEvents events() {
            return events;
        }

        @Override
        public SourceLinks links() {
            return links;
        }

        @Override
        public ReplicationFigures figures() {
            return figures;
        }

        @Override
        public FillPace fillPace() {
            return fillPace;
        }

        @Override
        public boolean wantsBuddies() {
            ClusterMap present = map;
            return present == null || present.goal() == null || present.goal().buddies() > 0;
        }

        @Override
        public LinkCredentials credentials() {
            return credentials;
        }

        @Override
        public RangeTable newTable() {
            return RangeSet.this.newTable();
        }

        @Override
        public Journal journal() {
            return journal;
        }

        @Override
        public boolean keepsRecovered() {
            return time.nanos() - recoveredUntilNanos < 0;
        }

        @Override
        public int nowSeconds() {
            return nowSeconds;
        }

        @Override
        public boolean keepsBacklog() {
            return keepsBacklog;
        }

        @Override
        public boolean mayServeAlone(long nanos) {
            return nanos - lastContactNanos < settings.soleServeNanos();
        }

        @Override
        public boolean clocksAgree(long nanos) {
            return clocks.holds(nanos);
        }

        @Override
        public boolean isMoving(long nanos) {
            return moving.test(nanos);
        }

        @Override
        public Fullness fullness() {
            if (journal.refusal() != null) {
                return Fullness.DISK;
            }
            return budget.fullness() >= FULL ? Fullness.MEMORY : Fullness.NONE;
        }

        @Override
        public boolean hasRoomToKeep() {
            return budget.fullness() < ROOM_TO_KEEP;
        }

        @Override
        public long formerPromisesEndNanos() {
            return startedNanos + settings.leaseNanos();
        }
    }
}
