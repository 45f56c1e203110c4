package io.buddykv.node.replication;

import io.buddykv.node.log.EpochHistory;
import io.buddykv.node.log.Journal;
import io.buddykv.node.log.RecordBacklog;
import io.buddykv.node.log.RecoveredRange;
import io.buddykv.node.log.SnapshotSource;
import io.buddykv.node.store.EffectApplier;
import io.buddykv.node.store.EffectEncoder;
import io.buddykv.node.store.ExpiredKeys;
import io.buddykv.node.store.ExpiryCycle;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.RangeTable;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.change.HandOver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One key range on this slave, in whatever role the map gives it. Primary: executes commands, sends their records to
 * the copies, and answers only while every required copy's promise holds. Copy: follows one source's stream.
 *
 * <p>Everything is guarded by {@link #lock()} except where said. Not guaranteed here: that a range has one primary only;
 * that follows from the map being written by compare-and-set, from a release going to one target, from promises, and from
 * copies refusing old tenures.
 */
public final class RangeReplica implements SnapshotSource.SourceRange {
    /** How long what is held is kept after a map has taken this slave out. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Records of one range that wait for the log are told apart, up to so many. */
    private static final int MARKS = 8;

    private static final String COPY_CANNOT_STORE =
            "a copy of this key cannot be stored: the disk of its slave is full";

    private final int index;
    private final ReplicationContext context;
    private final ReentrantLock lock = new ReentrantLock();
    private final RangeTable table;
    private final EffectEncoder effects = new EffectEncoder();
    private final Keyspace keyspace;
    private final EpochHistory history = new EpochHistory();
    private final RecordBacklog backlog;
    private final CopySet copies;
    private final StreamIn stream;

    private RangeEntry entry;
    private Role role = Role.ABSENT;
    private long sequence;
    private long operations;
    private boolean complete;
    /** The newest tenure known from the map or a stream: records of older ones are refused (R3). */
    private long learned;
    /** The epoch that a master was about to begin; once the map has got there, the map alone counts. 0 for none. */
    private long fenced;
    /** The newest epoch in which a map lists this slave as a copy, as a source has told; 0 for none. */
    private long listed;

    private volatile boolean takenOut;
    private volatile long keptUntilNanos;
    /** The epoch in which the primary released the range to this copy, which holds what it held then; 0 for none. */
    private long releasedTo;

    /** What it holds comes from the disk, and no map has given it a role since. */
    private volatile boolean recoveredOnly;
    /** Where this slave's log stands behind everything that happened to the range. */
    private long logPosition;
    /** Which of the records that it has made or taken over this slave's log has confirmed. */
    private final LogMarks logged = new LogMarks(MARKS);

    /** Up to here the log is known to have confirmed them. */
    private long loggedSequence;

    private long servesFromNanos;
    private volatile boolean handingOver;
    private long heldSinceNanos;
    private boolean released;
    /** What those who watch the range are told; null while nobody does. */
    private ChangeFeed feed;

    /** @param recovered what the disk held of it; null for nothing */
    RangeReplica(int index, ReplicationContext context, RecoveredRange recovered) {
        boolean held = recovered != null && recovered.table() != null;
        this.index = index;
        this.context = context;
        this.table = held ? recovered.table() : context.newTable();
        this.backlog = held ? recovered.recent() : new RecordBacklog();
        this.keyspace = new Keyspace(table, effects);
        this.copies = new CopySet(this);
        this.stream = new StreamIn();
        if (held) {
            recoveredOnly = true;
            sequence = recovered.sequence();
            complete = recovered.complete();
            history.become(recovered.history());
            learned = history.latest();
        }
    }

    /** What the map makes of this slave for the range. */
    public enum Role {
        /** Nothing. */
        ABSENT,
        /** A copy, in sync or joining. */
        COPY,
        /** The one that serves it. */
        PRIMARY
    }

    public int index() {
        return index;
    }

    @Override
    public ReentrantLock lock() {
        return lock;
    }

    public Role role() {
        return role;
    }

    /** How many keys it holds. */
    public int size() {
        return table.size() - table.answers();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    /** What its keys and values take, with what that costs around them. */
    public long bytes() {
        return table.bytes();
    }

    /** Commands that this process has executed on it. */
    public long operations() {
        return operations;
    }

    /** The epoch in which this slave took over; 0 when it is not the primary. */
    public long primarySince() {
        return role == Role.PRIMARY ? entry.primarySince() : 0;
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    @Override
    public boolean isAbsent() {
        return !complete && role == Role.ABSENT && !stream.isActive();
    }

    /** The last tenure it knows of. */
    public long lastTenure() {
        return history.latest();
    }

    /** The tenure in which the last record that it holds was written. */
    long lastWriter() {
        return history.writerOf(sequence);
    }

    /** Records of older tenures are refused. */
    long learned() {
        return Math.max(learned, fenced);
    }

    @Override
    public EpochHistory history() {
        return history;
    }

    RecordBacklog backlog() {
        return backlog;
    }

    @Override
    public RangeTable table() {
        return table;
    }

    CopySet copies() {
        return copies;
    }

    ReplicationContext context() {
        return context;
    }

    /** The newest epoch of the range that this slave knows; 0 before the first map. */
    long epoch() {
        return entry == null ? 0 : entry.epoch();
    }

    // ---- serving

    /**
     * Decides whether a command may run now.
     *
     * @param nanos the monotonic clock, read after the command had arrived
     */
    public Admission admit(Access access, long nanos) {
        if (role != Role.PRIMARY) {
            if (releasedTo > 0 && releasedTo >= epoch()) {
                return Admission.HOLD;
            }
            return entry != null
                            && entry.primary() != null
                            && entry.state() != RangeState.DOWN
                            && !entry.primary().equals(context.self())
                    ? Admission.MOVED
                    : Admission.DOWN;
        }
        if (released || nanos - servesFromNanos < 0 || (handingOver && access == Access.WRITE)) {
            return Admission.HOLD;
        }
        if (copies.hasRequired()) {
            if (!copies.promisesHold(nanos)) {
                context.figures().leaseMissed();
                return Admission.HOLD;
            }
            if (access == Access.WRITE && !copies.hasRoom()) {
                return Admission.HOLD;
            }
        } else if (!context.mayServeAlone(nanos)) {
            return Admission.DOWN;
        }
        if (access == Access.WRITE && !context.journal().hasRoom()) {
            return Admission.HOLD;
        }
        return context.clocksAgree(nanos) ? Admission.SERVE : Admission.HOLD;
    }

    /** Whether answers wait for what this copy acknowledges. The caller holds the lock. */
    boolean waitsFor(Member member) {
        CopyProgress copy = copies.find(member);
        return copy != null && copy.isRequired();
    }

    /** Begins a command that {@link #admit} has let in; its effects are collected until {@link #commit}. */
    public Keyspace begin(long wallMillis) {
        effects.reset();
        operations++;
        keyspace.begin(wallMillis, sequence + 1);
        Journal journal = context.journal();
        Fullness ofCopies = copies.fullness();
        keyspace.growingWritesAllowed(ofCopies != Fullness.MEMORY);
        keyspace.writesHeld(handingOver);
        String refusal = journal.refusal();
        keyspace.diskRefusals(
                refusal == null && ofCopies == Fullness.DISK ? COPY_CANNOT_STORE : refusal, journal.standstill());
        return keyspace;
    }

    /**
     * Ends a command: what it changed becomes one record, sent to every following copy; {@code waits} has to wait for it,
     * or for the unacknowledged values that the command has read (R2).
     */
    public void commit(AckWaits waits) {
        if (keyspace.changed()) {
            sequence++;
            byte[] body = effects.bytes();
            int length = effects.length();
            if (context.keepsBacklog() || feed != null) {
                backlog.add(sequence, body, 0, length);
            }
            Journal journal = context.journal();
            logPosition = journal.record(index, entry.primarySince(), sequence, body, 0, length);
            if (feed != null) {
                feed.recorded(sequence, logPosition);
            }
            copies.send(sequence, entry.primarySince(), effects, waits);
            if (logPosition > 0) {
                mark(journal);
                waits.requireLogged(journal, logPosition);
            }
        } else {
            long observed = Math.min(sequence, keyspace.observedSequence());
            copies.requireAcknowledged(observed, waits);
            if (observed > loggedSequence) {
                requireLogged(observed, waits);
            }
        }
    }

    /** What was read may not be in this slave's log yet. */
    private void requireLogged(long observed, AckWaits waits) {
        Journal journal = context.journal();
        loggedSequence = Math.max(loggedSequence, logged.confirmedAt(journal.confirmed()));
        long position = loggedSequence < observed ? logged.positionOf(observed) : 0;
        if (position > 0) {
            waits.requireLogged(journal, position);
        }
    }

    private void mark(Journal journal) {
        if (logged.isFull()) {
            logged.confirmedAt(journal.confirmed());
        }
        logged.add(sequence, logPosition);
    }

    /** Whether anything can be written down at present, deletions of what has expired among it; any thread. */
    boolean canRecord() {
        return context.journal().standstill() == null;
    }

    /** How many entries have an expiry, kept answers included. */
    int volatileCount() {
        return table.volatileCount();
    }

    /** How many keys have an expiry. */
    int volatileKeys() {
        return table.volatileCount() - table.answers();
    }

    /** Collects expired keys from the cursor on; returns the next cursor, 0 when the range has been gone through. */
    long findExpired(long cursor, int entries, ExpiredKeys expired) {
        expired.reset();
        long next = ExpiryCycle.find(table, cursor, keyspace.nowMillis(), entries, expired);
        return next == RangeTable.END ? 0 : next;
    }

    // ---- being watched

    /** What those who watch the range are told. */
    public ChangeFeed feed() {
        if (feed == null) {
            feed = new ChangeFeed(this);
        }
        return feed;
    }

    /** Nobody watches any more. */
    void feedEnded() {
        feed = null;
    }

    // ---- following

    /** What came of a record that arrived. */
    enum Applied {
        APPLIED,
        /** An older tenure than the newest known. */
        STALE,
        /** The stream of this link has not begun, or has ended. */
        NOT_STREAMING,
        /** Records are missing before it. */
        GAP
    }

    Applied apply(SinkLink link, long since, long recordSequence, byte[] body, int offset, int length) {
        if (since < learned()) {
            return Applied.STALE;
        }
        if (!stream.isOf(link)) {
            return Applied.NOT_STREAMING;
        }
        if (recordSequence != sequence + 1) {
            return Applied.GAP;
        }
        table.nowSeconds(context.nowSeconds());
        EffectApplier.apply(table, body, offset, length, recordSequence);
        sequence = recordSequence;
        logPosition = context.journal().record(index, since, recordSequence, body, offset, length);
        if (context.keepsBacklog()) {
            backlog.add(recordSequence, body, offset, length);
        }
        return Applied.APPLIED;
    }

    /** Entries of a range being filled; they count as of the present sequence. */
    Applied applyChunk(SinkLink link, byte[] body, int offset, int length) {
        if (!stream.isOf(link) || complete) {
            return Applied.NOT_STREAMING;
        }
        EffectApplier.apply(table, body, offset, length, sequence);
        logPosition = context.journal().chunk(index, sequence, body, offset, length);
        return Applied.APPLIED;
    }

    /** Whether a source of this tenure may offer the range to this slave. */
    boolean acceptsOffer(long since) {
        if (since < learned() || (role == Role.PRIMARY && since <= entry.primarySince())) {
            return false;
        }
        learned = since;
        return true;
    }

    /**
     * The source continues from where this copy said it was; false when another one has taken over since the offer, or the
     * copy is no longer there.
     */
    boolean resume(SinkLink link, long epoch, long fromSequence, EpochHistory sourceHistory) {
        if (!complete || sequence != fromSequence || !acceptsOffer(sourceHistory.latest())) {
            return false;
        }
        stream.begin(link, context.nanos());
        listed = Math.max(listed, epoch);
        history.become(sourceHistory);
        logPosition = context.journal().history(index, history, sequence);
        return true;
    }

    /**
     * The source starts from nothing: whatever this copy holds is forgotten, and it is incomplete until all has come
     * (R13); false, and nothing is forgotten, when another one has taken over since its offer.
     */
    boolean fill(SinkLink link, long epoch, long fromSequence, EpochHistory sourceHistory) {
        if (!acceptsOffer(sourceHistory.latest())) {
            return false;
        }
        stream.begin(link, context.nanos());
        listed = Math.max(listed, epoch);
        forget();
        sequence = fromSequence;
        backlog.reset(fromSequence);
        history.become(sourceHistory);
        logPosition = context.journal().reset(index, history, sequence, false);
        return true;
    }

    /** All entries have arrived; complete when they are those of the source. */
    boolean filled(SinkLink link, Proof sources) {
        if (!agrees(link, sources)) {
            return false;
        }
        complete = true;
        logPosition = context.journal().complete(index, sequence);
        return true;
    }

    /** Whether this copy of the link's stream holds what its source holds at this place of it. */
    boolean agrees(SinkLink link, Proof sources) {
        return stream.isOf(link) && proof().equals(sources);
    }

    /** What it holds now. Reads all of it, under the lock: about a millisecond for some megabytes. */
    Proof proof() {
        return new Proof(sequence, table.size(), table.checksum());
    }

    /** A later epoch lists this copy as well; false when it does not follow the link's stream any more. */
    boolean listed(SinkLink link, long epoch) {
        if (!stream.isOf(link)) {
            return false;
        }
        listed = Math.max(listed, epoch);
        return true;
    }

    /**
     * The source has released the range to this copy, which is to {@linkplain #succession() succeed} it; until it has, clients
     * are held here rather than sent back to the source, which sends them here.
     */
    void releasedBy(SinkLink link, long epoch) {
        if (stream.isOf(link) && complete) {
            releasedTo = epoch;
            context.events().released(index);
        }
    }

    /**
     * What has become of the range by a release that the map does not tell of yet: for who released it, and for who it was
     * released to and knows the map that ordered it. Null when there is none.
     */
    RangeEntry succession() {
        if (entry == null || !entry.isHandingOver() || entry.epoch() + 1 < learned()) {
            return null;
        }
        Member self = context.self();
        boolean gave = released && self.equals(entry.primary());
        boolean took = releasedTo == entry.epoch() && complete && self.equals(entry.target());
        return gave || took ? HandOver.succeeded(entry) : null;
    }

    /** Whether {@code source} may offer the range in this epoch, though the map that has it is not known here yet. */
    boolean awaits(Member source, long epoch) {
        return entry != null && entry.isHandingOver() && source.equals(entry.target()) && epoch == entry.epoch() + 1;
    }

    /** The link has ended; what it has promised still holds. */
    void streamEnded(SinkLink link) {
        if (stream.isOf(link)) {
            stream.end(null, context.nanos());
        }
    }

    /**
     * Refuses records of tenures before {@code epoch} from now on; for the one who is about to take over (R10). It holds
     * until a map of that epoch or a later one says what has become of it: a failover that was called off must not leave
     * a copy behind that refuses its primary for ever.
     */
    public void fence(long epoch) {
        if (epoch <= learned() || epoch <= epoch()) {
            return;
        }
        fenced = epoch;
        refuseStream(null);
    }

    // ---- reconciling towards the map

    /** Refuses from now on what the entry of a newer map has ended; {@link #adopt} follows. */
    void learn(RangeEntry newest) {
        if (newest.epoch() >= epoch()) {
            learn(newest.primarySince(), newest.primary());
        }
    }

    /** Takes the range's entry of a newer map. Entries of epochs before the newest one known change nothing. */
    public void adopt(RangeEntry newest) {
        if (newest.epoch() < epoch()) {
            return;
        }
        boolean first = entry == null;
        boolean cancelled = !first && newest.epoch() > entry.epoch();
        entry = newest;
        if (newest.epoch() >= fenced) {
            fenced = 0;
        }
        boolean serves = newest.state() != RangeState.DOWN && context.self().equals(newest.primary());
        learn(newest.primarySince(), newest.primary());
        if (newest.inSync().contains(context.self())) {
            beginEmptyWhenBorn(newest, first && !serves);
        }
        if (serves) {
            serve(newest, cancelled);
        } else {
            stepDown(newest);
        }
        if (feed != null && role != Role.PRIMARY) {
            feed.end();
        }
    }

    private void serve(RangeEntry newest, boolean epochRose) {
        if (role != Role.PRIMARY || history.latest() != newest.primarySince()) {
            takeOver(newest);
        }
        if (role != Role.PRIMARY) {
            return;
        }
        if (epochRose) {
            released = false;
        }
        hold(newest.state() == RangeState.HANDING_OVER && newest.target() != null);
        copies.adopt(newest);
        releaseWhenDrained();
    }

    private void hold(boolean wanted) {
        if (!wanted) {
            endHold(false);
        } else if (!handingOver) {
            handingOver = true;
            heldSinceNanos = context.nanos();
        }
    }

    private void endHold(boolean handedOver) {
        if (handingOver) {
            handingOver = false;
            context.events().held(index, handedOver, context.nanos() - heldSinceNanos);
        }
    }

    private void takeOver(RangeEntry newest) {
        if (role == Role.PRIMARY && !released) {
            copies.beginAnew();
        } else {
            copies.endAll(CopyProgress.Fate.LOST);
        }
        if (!complete) {
            role = Role.ABSENT;
            context.events().notHeld(index, newest.epoch());
            return;
        }
        long now = context.nanos();
        stream.end(null, now);
        servesFromNanos = newest.released() ? now : promisedUntil(now);
        history.begin(newest.primarySince(), sequence);
        Journal journal = context.journal();
        logPosition = journal.history(index, history, sequence);
        loggedSequence = 0;
        logged.clear();
        mark(journal);
        role = Role.PRIMARY;
        recoveredOnly = false;
        released = false;
    }

    /** What an earlier process on the same data has promised is not known here: it is waited for as if it had. */
    private long promisedUntil(long now) {
        long until = stream.promisedUntil(now);
        return recoveredOnly ? Math.max(until, context.formerPromisesEndNanos()) : until;
    }

    private void stepDown(RangeEntry newest) {
        if (role == Role.PRIMARY) {
            copies.endAll(CopyProgress.Fate.LOST);
            endHold(true);
            released = false;
        }
        boolean copy = isCopyIn(newest);
        if (!copy && role != Role.ABSENT) {
            takenOut = true;
            keptUntilNanos = context.nanos() + KEPT_NANOS;
        }
        takenOut &= !copy;
        role = copy ? Role.COPY : Role.ABSENT;
        recoveredOnly &= !copy;
        if (copy || newest.state() == RangeState.DOWN) {
            return;
        }
        stream.end(null, context.nanos());
        if (!mayBeWanted()) {
            takenOut = false;
            boolean held = complete || history.size() > 0;
            forget();
            sequence = 0;
            backlog.reset(0);
            if (held) {
                logPosition = context.journal().reset(index, history, 0, false);
            }
        }
    }

    /**
     * Whether what is held may still be of use: as an in-sync copy that an earlier process on the same data directory was,
     * or soon as a prefix to join from (R15). A slave that was taken for dead, and is not, is wanted again at once; were
     * everything filled anew, the load of it would be the next reason to take somebody for dead.
     */
    private boolean mayBeWanted() {
        return isKept() || (recoveredOnly && (context.keepsRecovered() || isInSyncOnDisk()));
    }

    private boolean isKept() {
        return takenOut && context.hasRoomToKeep() && context.nanos() - keptUntilNanos < 0;
    }

    private boolean isInSyncOnDisk() {
        Member self = context.self();
        return entry.inSync().stream()
                .anyMatch(member -> member.number() == self.number() && member.dataId() == self.dataId());
    }

    /** Whether what was kept, or what the disk held, is not wanted any more and can be forgotten; any thread. */
    boolean isUnwanted() {
        return (takenOut && !isKept()) || (recoveredOnly && !context.keepsRecovered());
    }

    void forgetUnwanted() {
        if (isUnwanted() && role == Role.ABSENT && entry.state() != RangeState.DOWN && !mayBeWanted()) {
            stepDown(entry);
            recoveredOnly = false;
        }
    }

    /**
     * Whether this slave is a copy. Where its source knows a later map of the same epoch, in which it is one, that counts:
     * had it been taken out since, the epoch would have risen. What it holds may be in sync by that later map, and must
     * not be forgotten because an earlier one comes late.
     */
    private boolean isCopyIn(RangeEntry newest) {
        return newest.epoch() <= listed
                || newest.inSync().contains(context.self())
                || newest.joining().contains(context.self());
    }

    /**
     * A range that has just been born is empty, and an in-sync copy of it that never held anything is complete. So is one
     * that is in sync in the first map it ever sees, whatever has become of the range since: it cannot have joined, so it
     * has been in sync from birth, and nothing can have been acknowledged without it. The same goes for one whose range was
     * born to it and went down before it had heard of that.
     *
     * @param firstSeen whether it is a copy in the first map that is known here
     */
    private void beginEmptyWhenBorn(RangeEntry newest, boolean firstSeen) {
        boolean untouched = newest.bornEpoch() == newest.primarySince() || newest.isDown();
        boolean justBorn = untouched && history.latest() < newest.bornEpoch();
        if (justBorn || (firstSeen && history.latest() == 0)) {
            forget();
            sequence = 0;
            backlog.reset(0);
            history.begin(newest.bornEpoch(), 0);
            complete = true;
            recoveredOnly = false;
            logPosition = context.journal().reset(index, history, 0, true);
        }
    }

    private void forget() {
        complete = false;
        table.reset();
        history.clear();
        releasedTo = 0;
    }

    private void learn(long since, Member primary) {
        if (since <= learned) {
            return;
        }
        learned = since;
        refuseStream(primary);
    }

    /** Ends what another one than {@code primary} streams. */
    private void refuseStream(Member primary) {
        if (stream.isActive() && !stream.isFrom(primary)) {
            stream.end(new Promise.Refusal(index, learned(), "a newer primary took over"), context.nanos());
        }
    }

    /** Sends the release once nothing is under way any more (R16); a primary that waits out a promise gives none. */
    void releaseWhenDrained() {
        if (!handingOver || released || role != Role.PRIMARY || context.nanos() - servesFromNanos < 0) {
            return;
        }
        copies.prove(entry.target());
        if (isLoggedOrNeverWillBe() && copies.allAcknowledged(sequence) && copies.hasProven(entry.target())) {
            released = true;
            copies.tellReleased(entry.target());
            context.events().drained(index, entry.epoch(), sequence);
        }
    }

    /**
     * Whether this slave's log has everything; or else has ended. What it lacks then is in those of all that stay in sync
     * without this slave, and the answers that wait for it here never leave.
     */
    private boolean isLoggedOrNeverWillBe() {
        Journal journal = context.journal();
        return logPosition <= journal.confirmed() || journal.hasEnded();
    }

    /** Whether the map wants the range handed over; any thread. */
    public boolean isHandingOver() {
        return handingOver;
    }

    public boolean isReleased() {
        return released;
    }

    RangeEntry entry() {
        return entry;
    }

    /** Where this slave's log stands behind everything that happened to the range. */
    long logPosition() {
        return logPosition;
    }
}
