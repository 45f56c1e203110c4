package io.buddykv.node.slave;

import io.buddykv.node.master.SlavePort;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.replication.Proof;
import io.buddykv.node.replication.RangeReplica;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.replication.ReplicationEvents;
import io.buddykv.node.replication.SourceLink;
import io.buddykv.node.time.Lateness;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.RangeClaim;
import io.buddykv.protocol.message.RangeFence;
import io.buddykv.protocol.message.RangePosition;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.Release;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.protocol.message.Suspicion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * One slave's control: makes its ephemeral, registers, and from then on reconciles its key ranges towards the newest
 * cluster map, tells the master what it sees of its peers, and asks for what only the map can grant. It decides nothing
 * about roles.
 *
 * <p>Confined to one {@link Timers}; whatever comes from elsewhere hops there first. Messages may be lost or repeated:
 * whatever is wanted from the master is repeated until the map shows it.
 */
public final class SlaveAgent implements MasterPort, ReplicationEvents {
    /** Nobody waits longer than this for the answer to a check. */
    private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SlaveIdentity identity;
    private final RangeSet ranges;
    private final SlaveRecords records;
    private final Membership membership;
    private final SlavePort.Directory masters;
    private final Timers timers;
    private final TimeSource time;
    private final SlaveSettings settings;
    private final LongPredicate moving;
    private final Listener listener;
    private final Claims claims;
    private final Map<Integer, Release> releases = new HashMap<>();
    private final Set<Member> suspected = new HashSet<>();
    private final Lateness lateness = new Lateness();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final RegistrationRetry retry;

    private volatile State state = State.LATENT;
    private MasterAddress activeMaster;
    private String ephemeralPath;
    private boolean registering;
    private long tickDueNanos;
    private long releasesSentNanos;
    private boolean succeeding;
    private long leavingSentNanos;
    private boolean staysAsLastResort;

    /** A map has named this life. Another one under its number was an earlier life before, and is a newer one from then on. */
    private boolean named;

    private ClusterMap map;

    /** What an earlier life knew: told to masters, and never acted on. */
    private ClusterMap formerMap;

    /** Where a slave is in its life. */
    public enum State {
        /** Not started. */
        LATENT,
        /** Waiting for an active master to give it its place. */
        REGISTERING,
        /** It has its number and follows the map. */
        MEMBER,
        /** Terminating: its ranges are being handed over. */
        LEAVING,
        /** A newer life of the same number is in the map: this one has no place any more. */
        REPLACED,
        /** Ended. */
        CLOSED
    }

    /** What others want to know of a slave's life. Called on its thread of control. */
    public interface Listener {
        void stateChanged(State state, String why);

        void mapAdopted(ClusterMap map);

        /** It is tried again; the same reason is told once. */
        void registrationFailed(String reason);

        /** The first sign, since the last map, that a peer may be down. */
        void suspected(Member suspect, String reason);

        /** The master is asked to take out, or not to wait for, so many of the copies that a silent peer holds. */
        default void givenUp(Member silent, int ranges) {}

        /** A peer does not take what it is sent of a range: often because it knows already that its copy was dropped. */
        default void refused(int range, Member copy, String reason) {}

        /** Another slave speaks another protocol, so that neither works with the other. Told at each attempt. */
        default void foreign(Member other, int protocol) {}

        /** A copy holds the same as this slave, the range's primary. */
        default void agreed(int range, Member copy, Proof proof) {}

        /** Writes of a range were held for a hand-over, which has taken place or was called off. */
        default void held(int range, boolean handedOver, long nanos) {}
    }

    public SlaveAgent(
            SlaveIdentity identity,
            RangeSet ranges,
            SlaveRecords records,
            Membership membership,
            SlavePort.Directory masters,
            Timers timers,
            TimeSource time,
            SlaveSettings settings,
            LongPredicate moving,
            Listener listener) {
        this.identity = identity;
        this.ranges = ranges;
        this.records = records;
        this.membership = membership;
        this.masters = masters;
        this.timers = timers;
        this.time = time;
        this.settings = settings;
        this.claims = new Claims(settings.retryNanos());
        this.retry = new RegistrationRetry(settings.retryNanos());
        this.moving = moving;
        this.listener = listener;
    }

    public void start() {
        ranges.listen(this);
        timers.execute(() -> {
            formerMap = records.lastMap();
            become(State.REGISTERING, "started");
            membership.watchMasters(list -> timers.execute(() -> mastersChanged(list)));
            membership.watchMap(stored -> timers.execute(() -> {
                if (stored.map() != null) {
                    take(stored.map());
                }
            }));
            announce();
            tickDueNanos = time.nanos();
            tick();
        });
    }

    public State state() {
        return state;
    }

    // ---- registration

    private void announce() {
        int number = identity.requestedNumber() == null ? -1 : identity.requestedNumber();
        membership
                .announce(number, identity.incarnation(), identity.endpoints())
                .whenComplete((path, failure) -> timers.execute(() -> {
                    if (failure == null) {
                        ephemeralPath = path;
                        register();
                    } else if (state != State.CLOSED) {
                        timers.after(settings.retryNanos(), this::announce);
                    }
                }));
    }

    private void mastersChanged(List<MasterAddress> list) {
        MasterAddress newest = list.isEmpty() ? null : list.get(0);
        if (!Objects.equals(newest, activeMaster)) {
            retry.beginAnew();
            claims.masterChanged();
        }
        activeMaster = newest;
        if (needsRegistration()) {
            register();
        }
    }

    private boolean needsRegistration() {
        if (state == State.REGISTERING) {
            return true;
        }
        if (state != State.MEMBER || map == null) {
            return false;
        }
        SlaveEntry own = map.slave(ranges.self().number());
        return own == null || (own.member().equals(ranges.self()) && own.state() == SlaveState.DOWN);
    }

    private void register() {
        if (registering || activeMaster == null || ephemeralPath == null || state == State.CLOSED) {
            return;
        }
        registering = true;
        Member self = ranges.self();
        Integer number = self == null ? identity.requestedNumber() : Integer.valueOf(self.number());
        Registration registration = new Registration(
                number,
                identity.incarnation(),
                identity.dataId(),
                identity.endpoints(),
                identity.zone(),
                identity.host(),
                ephemeralPath,
                ranges.clusterId() == null ? records.clusterId() : ranges.clusterId());
        masters.of(activeMaster)
                .register(registration)
                .whenComplete((answer, failure) -> timers.execute(() -> registered(answer, failure)));
    }

    private void registered(RegistrationAnswer answer, Throwable failure) {
        registering = false;
        if (state == State.CLOSED) {
            return;
        }
        String obstacle = failure == null ? recorded(answer) : String.valueOf(failure.getMessage());
        if (obstacle != null) {
            if (retry.failed(obstacle)) {
                listener.registrationFailed(obstacle);
            }
            timers.after(retry.delayNanos(), () -> {
                if (needsRegistration()) {
                    register();
                }
            });
            return;
        }
        ranges.contacted();
        retry.beginAnew();
        if (state == State.REGISTERING) {
            ranges.became(answer.clusterId(), new Member(answer.number(), identity.incarnation(), identity.dataId()));
            become(State.MEMBER, "registered as slave " + answer.number() + " of cluster " + answer.clusterId());
            if (map != null) {
                adopt(map);
            }
        }
    }

    /** Writes down whose the data is from now on; returns why that was not possible. */
    private String recorded(RegistrationAnswer answer) {
        try {
            records.belongsTo(answer.clusterId());
            return null;
        } catch (RuntimeException refused) {
            return refused.getMessage();
        }
    }

    // ---- the map

    /** Takes a map that is newer than the one known; older ones, and those of a deposed master, change nothing (M4). */
    private void take(ClusterMap newer) {
        ranges.contacted();
        if (state == State.CLOSED || !newer.isNewerThan(map)) {
            return;
        }
        if (formerMap != null && formerMap.isNewerThan(newer)) {
            return; // The membership service has lost what this slave's earlier life knew (M5).
        }
        map = newer;
        suspected.clear();
        CompletableFuture<Void> kept = records.keep(newer);
        if (kept.isDone()) {
            act(newer);
        } else {
            kept.whenComplete((done, failure) -> timers.execute(() -> act(newer)));
        }
    }

    /** What it does by a map that is written down. */
    private void act(ClusterMap newer) {
        if (state != State.CLOSED && ranges.self() != null && newer.isNewerThan(ranges.map())) {
            adopt(newer);
        }
    }

    private void adopt(ClusterMap newest) {
        Member self = ranges.self();
        SlaveEntry own = newest.slave(self.number());
        named |= own != null && own.member().equals(self);
        if (named && own != null && !own.member().equals(self) && state != State.REPLACED) {
            become(State.REPLACED, "slave " + self.number() + " has a newer life, " + own.member());
        }
        ranges.adopt(newest);
        if (newest.isCut()) {
            claims.settle(newest);
            releases.values()
                    .removeIf(release -> newest.range(release.range()).epoch() != release.epoch()
                            || newest.range(release.range()).state() != RangeState.HANDING_OVER);
        }
        listener.mapAdopted(newest);
        if (needsRegistration()) {
            register();
        }
        finishLeaving();
    }

    // ---- what the master asks, at the master port

    @Override
    public CompletionStage<CheckAnswer> check(Check check) {
        CompletableFuture<CheckAnswer> answer = new CompletableFuture<>();
        long until = time.nanos() + STILL_NANOS;
        timers.execute(() -> answerWhenMoving(check, answer, until));
        return answer;
    }

    /**
     * While an event loop stands still, or the answer to the registration is on its way, there is no answer: how long that
     * may last is the master's to judge. A refusal would tell it that this slave is gone, and not only slow.
     */
    private void answerWhenMoving(Check check, CompletableFuture<CheckAnswer> answer, long until) {
        if ((ranges.self() == null || !moving.test(time.nanos())) && time.nanos() - until < 0) {
            timers.after(settings.tickNanos(), () -> answerWhenMoving(check, answer, until));
            return;
        }
        try {
            answer.complete(checked(check));
        } catch (RuntimeException refused) {
            answer.completeExceptionally(refused);
        }
    }

    private CheckAnswer checked(Check check) {
        ClusterMap known = known();
        if (known != null && check.term() < known.term()) {
            throw new IllegalStateException("term " + check.term() + " is over: this slave knows term " + known.term());
        }
        if (!moving.test(time.nanos())) {
            throw new IllegalStateException("an event loop stands still");
        }
        Member self = ranges.self();
        if (self == null) {
            throw new IllegalStateException("not registered yet");
        }
        ranges.contacted();
        if (check.ephemeralGone()) {
            announce();
        }
        for (RangeFence fence : check.fences()) {
            RangeReplica range = ranges.range(fence.range());
            range.lock().lock();
            try {
                range.fence(fence.epoch());
            } finally {
                range.lock().unlock();
            }
        }
        ranges.sendRefusals();
        return new CheckAnswer(
                self,
                known == null ? 0 : known.term(),
                known == null ? 0 : known.version(),
                positions(),
                records.isDoubtful());
    }

    /** The newest map that this life or an earlier one has known; null when there is none. */
    private ClusterMap known() {
        return map == null ? formerMap : map;
    }

    private List<RangePosition> positions() {
        List<RangePosition> positions = new ArrayList<>();
        for (int index = 0; index < ranges.count(); index++) {
            RangeReplica range = ranges.range(index);
            range.lock().lock();
            try {
                if (range.role() != RangeReplica.Role.ABSENT || range.isComplete()) {
                    positions.add(new RangePosition(index, range.lastTenure(), range.sequence(), range.isComplete()));
                }
            } finally {
                range.lock().unlock();
            }
        }
        return positions;
    }

    @Override
    public CompletionStage<Void> push(ClusterMap pushed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        timers.execute(() -> {
            ClusterMap known = known();
            if (known != null && known.isNewerThan(pushed)) {
                done.completeExceptionally(
                        new IllegalStateException("this slave knows term " + known.term() + " version "
                                + known.version() + ", pushed were " + pushed.term() + " and " + pushed.version()));
                return;
            }
            take(pushed);
            done.complete(null);
        });
        return done;
    }

    @Override
    public CompletionStage<ClusterMap> map() {
        CompletableFuture<ClusterMap> answer = new CompletableFuture<>();
        timers.execute(() -> answer.complete(known()));
        return answer;
    }

    @Override
    public CompletionStage<SlaveLoad> load() {
        CompletableFuture<SlaveLoad> answer = new CompletableFuture<>();
        timers.execute(() -> {
            if (ranges.self() == null) {
                answer.completeExceptionally(new IllegalStateException("not registered yet"));
                return;
            }
            answer.complete(ranges.load());
        });
        return answer;
    }

    // ---- what replication tells

    @Override
    public void silent(Member suspect, String reason) {
        timers.execute(() -> {
            if (ranges.self() == null || !concerns(suspect)) {
                return;
            }
            if (suspected.add(suspect)) {
                listener.suspected(suspect, reason);
            }
            if (activeMaster != null) {
                masters.of(activeMaster).suspect(new Suspicion(ranges.self(), suspect, reason));
            }
        });
    }

    @Override
    public void foreign(Member other, int protocol) {
        timers.execute(() -> listener.foreign(other, protocol));
    }

    /** Whether anything depends on the suspect: it copies a range of this slave's, or this slave one of its. */
    private boolean concerns(Member suspect) {
        if (map == null) {
            return false;
        }
        Member self = ranges.self();
        return map.ranges().stream()
                .anyMatch(range -> suspect.equals(range.primary()) && range.names(self.number())
                        || self.equals(range.primary()) && range.names(suspect.number()));
    }

    @Override
    public void opened(SourceLink link) {
        timers.execute(() -> ranges.opened(link));
    }

    @Override
    public void closed(SourceLink link, String reason) {
        timers.execute(() -> {
            ranges.closed(link);
            if (!link.isDismissed()) {
                silent(link.peer(), "its link ended: " + reason);
            }
        });
    }

    @Override
    public void refused(int range, long epoch, Member copy, String reason) {
        timers.execute(() -> {
            boolean inSync = map != null && map.range(range).inSync().contains(copy);
            RangeClaim.Kind kind = inSync ? RangeClaim.Kind.REMOVE : RangeClaim.Kind.WITHDRAW;
            if (claims.add(new RangeClaim(range, epoch, copy, kind))) {
                listener.refused(range, copy, reason);
            }
            sendClaims();
        });
    }

    @Override
    public void caughtUp(int range, long epoch, Member copy) {
        timers.execute(() -> {
            claims.add(new RangeClaim(range, epoch, copy, RangeClaim.Kind.CAUGHT_UP));
            timers.execute(this::sendClaims);
        });
    }

    @Override
    public void agreed(int range, Member copy, Proof proof) {
        timers.execute(() -> listener.agreed(range, copy, proof));
    }

    @Override
    public void held(int range, boolean handedOver, long nanos) {
        timers.execute(() -> listener.held(range, handedOver, nanos));
    }

    @Override
    public void drained(int range, long epoch, long sequence) {
        timers.execute(() -> {
            releases.put(range, new Release(range, epoch, sequence));
            succeedSoon();
            releasesSentNanos = time.nanos() - settings.retryNanos();
            timers.execute(this::sendReleases);
        });
    }

    @Override
    public void released(int range) {
        timers.execute(this::succeedSoon);
    }

    /** After what is queued already: releases come in groups. */
    private void succeedSoon() {
        if (!succeeding) {
            succeeding = true;
            timers.execute(() -> {
                succeeding = false;
                ranges.succeed();
            });
        }
    }

    @Override
    public void notHeld(int range, long epoch) {
        timers.execute(() -> listener.stateChanged(
                state, "the map makes this slave primary of range " + range + ", which it does not hold"));
    }

    // ---- what only the map can grant

    private void sendClaims() {
        if (activeMaster == null || ranges.self() == null) {
            return;
        }
        List<RangeClaim> due = claims.due(time.nanos());
        if (!due.isEmpty()) {
            int report = claims.reported();
            masters.of(activeMaster)
                    .report(new CopyReport(ranges.self(), due))
                    .whenComplete((answer, failure) -> timers.execute(() -> claims.answered(report, time.nanos())));
        }
    }

    private void sendReleases() {
        long now = time.nanos();
        if (releases.isEmpty() || activeMaster == null || now - releasesSentNanos < settings.retryNanos()) {
            return;
        }
        releasesSentNanos = now;
        masters.of(activeMaster).release(new ReleaseReport(ranges.self(), List.copyOf(releases.values())));
    }

    private void tick() {
        if (state == State.CLOSED) {
            return;
        }
        lateness.ticked(time.nanos(), tickDueNanos);
        if (membership.isConnected()) {
            ranges.contacted();
        }
        ranges.tick();
        if (map != null && map.isCut() && ranges.self() != null) {
            claimSilentCopies();
            sendClaims();
            sendReleases();
        }
        if (state == State.LEAVING && time.nanos() - leavingSentNanos > settings.retryNanos()) {
            sendLeaving();
        }
        tickDueNanos = time.nanos() + settings.tickNanos();
        timers.after(settings.tickNanos(), this::tick);
    }

    /** R4: a copy that acknowledges nothing has to be taken out, which is the master's to decide. */
    private void claimSilentCopies() {
        Set<Member> withdrawn = ranges.silentCopies(lateness.patienceNanos(settings.withdrawalNanos()));
        for (Member copy : ranges.silentCopies(lateness.patienceNanos(settings.removalNanos()))) {
            int claimed = 0;
            for (int index = 0; index < map.ranges().size(); index++) {
                RangeEntry range = map.range(index);
                RangeClaim.Kind kind = silenceClaim(index, range, copy, withdrawn.contains(copy));
                claimed += kind != null && claims.add(new RangeClaim(index, range.epoch(), copy, kind)) ? 1 : 0;
            }
            if (claimed > 0) {
                listener.givenUp(copy, claimed);
            }
        }
    }

    /** What this slave wants of the master about a copy that is silent; null for nothing. */
    private RangeClaim.Kind silenceClaim(int index, RangeEntry range, Member copy, boolean withdrawn) {
        if (!range.isPrimary(ranges.self())) {
            return null;
        }
        if (range.inSync().contains(copy)) {
            return RangeClaim.Kind.REMOVE;
        }
        boolean toWithdraw = range.joining().contains(copy) && (withdrawn || ranges.waitsFor(index, copy));
        return toWithdraw ? RangeClaim.Kind.WITHDRAW : null;
    }

    // ---- leaving (R17)

    /** Asks for every range to be handed over; completes when this slave has no role any more. */
    public CompletionStage<Void> leave() {
        timers.execute(() -> {
            if (state == State.MEMBER) {
                become(State.LEAVING, "told to end");
                sendLeaving();
                finishLeaving();
            } else if (state != State.LEAVING) {
                left.complete(null);
            }
        });
        return left;
    }

    /**
     * As {@link #leave}, but goes on serving, for as long as it takes, what no other copy holds in sync: for a slave that can
     * keep nothing any more, and holds more in memory than its disk does.
     */
    public CompletionStage<Void> giveUp() {
        timers.execute(() -> staysAsLastResort = true);
        return leave();
    }

    private void sendLeaving() {
        leavingSentNanos = time.nanos();
        if (activeMaster != null) {
            masters.of(activeMaster).leaving(new Leaving(ranges.self()));
        }
    }

    private void finishLeaving() {
        if (state != State.LEAVING || map == null) {
            return;
        }
        Member self = ranges.self();
        for (RangeEntry range : map.ranges()) {
            if (range.inSync().contains(self) && (staysAsLastResort || !isLastResort(self))) {
                return;
            }
        }
        left.complete(null);
    }

    /** Whether nobody could take the range over: no other slave stays that is up. */
    private boolean isLastResort(Member self) {
        return map.slaves().values().stream()
                .noneMatch(slave -> slave.isUp() && !slave.member().equals(self));
    }

    /** Ends at once; {@link #leave} first for an orderly end. */
    public void close() {
        timers.execute(() -> {
            become(State.CLOSED, "closed");
            membership.withdraw();
            ranges.close();
            left.complete(null);
        });
    }

    private void become(State next, String why) {
        state = next;
        listener.stateChanged(next, why);
    }
}
