package io.buddykv.node.master;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.ForeignProtocolException;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.OrderAnswer;
import io.buddykv.protocol.message.PromotionOrder;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SizeOrder;
import io.buddykv.protocol.message.Suspicion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.health.MoveProgress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A master: stands for election, and while it is the active one gives slaves their numbers and their ranges. It lives as
 * {@link MasterPhase} tells: standing by, then taking over ({@link TakeOver}), then active ({@link Reign}), then standing
 * by again.
 *
 * <p>Confined to one {@link Timers}; the methods of {@link SlavePort}, {@link ClusterOrders} and {@link #view} may be called
 * on any thread.
 */
public final class MasterAgent implements SlavePort, ClusterOrders, Membership.ElectionListener, AutoCloseable {
    /** Calls that came while it took over; more are refused. */
    private static final int MOST_WAITING_CALLS = 1_000;

    /** The pause after a reign that found another map than its own, while nobody has deposed it. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How often a master that does not stand for election looks whether it could. */
    private static final long RECONSIDER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final TimeSource time;
    private final Timers timers;
    private final Membership membership;
    private final MasterPort.Directory slaves;
    private final MasterSettings settings;
    private final MasterEvents events;
    private final Ephemerals ephemerals;
    private final Queue<WaitingCall<?>> waiting = new ArrayDeque<>();
    private MasterPhase phase = MasterPhase.STANDING_BY;
    private TakeOver takeOver;
    private Reign reign;
    private ClusterMap newestSeen;
    private MasterAddress self;

    /** Why it does not stand for election; null while it does. */
    private volatile String abstention;

    /** Tells one election from the next. */
    private int election;

    private volatile ClusterView view = new ClusterView(MasterPhase.STANDING_BY, 0, null);

    private record WaitingCall<T>(Function<Reign, CompletionStage<T>> call, CompletableFuture<T> answer) {
        void run(Reign reign) {
            call.apply(reign).whenComplete(this::complete);
        }

        private void complete(T value, Throwable failure) {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        }
    }

    public MasterAgent(
            TimeSource time,
            Timers timers,
            Membership membership,
            MasterPort.Directory slaves,
            MasterSettings settings,
            MasterEvents events) {
        this.time = time;
        this.timers = timers;
        this.membership = membership;
        this.slaves = slaves;
        this.settings = settings;
        this.events = events;
        this.ephemerals = new Ephemerals(time);
    }

    /** Begins to watch, and to stand for election. */
    public void start(MasterAddress address) {
        self = address;
        membership.watchMap(stored -> timers.execute(() -> mapSeen(stored)));
        membership.watchSlaves(living -> timers.execute(() -> ephemeralsSeen(living)));
        membership.campaign(self, this);
    }

    /**
     * Why it does not stand for election, for any thread: slaves speak a protocol that this master does not. It leaves the
     * election to others, and would not be one that may take an active master's place.
     */
    public Optional<String> abstention() {
        return Optional.ofNullable(abstention);
    }

    /** What it knows, for any thread. */
    public ClusterView view() {
        return view;
    }

    @Override
    public void elected(long term) {
        timers.execute(() -> takeOver(term));
    }

    @Override
    public void deposed() {
        timers.execute(this::standBy);
    }

    private void takeOver(long term) {
        if (phase == MasterPhase.CLOSED) {
            return;
        }
        endReign();
        int mine = ++election;
        enter(MasterPhase.TAKING_OVER, term);
        takeOver = new TakeOver(
                time,
                timers,
                membership,
                slaves,
                settings,
                events,
                ephemerals::announced,
                term,
                newestSeen,
                taken -> taken(mine, taken),
                this::abstain);
        takeOver.start();
    }

    /** One that reigns has understood every slave that it admitted, and goes on. */
    private void abstainFromForeign() {
        List<Announcement> foreign = ephemerals.foreign(newestSeen);
        if (reign == null && abstention == null && !foreign.isEmpty()) {
            Announcement first = foreign.get(0);
            abstain(new ForeignProtocolException("slave " + first.number(), first.protocol()).getMessage());
        }
    }

    private void abstain(String why) {
        if (abstention != null || phase == MasterPhase.CLOSED) {
            return;
        }
        abstention = why;
        events.noticed(Reason.ABSTAINED, why);
        standBy();
        membership.abstain();
        timers.after(RECONSIDER_NANOS, this::reconsider);
    }

    private void reconsider() {
        if (phase == MasterPhase.CLOSED) {
            return;
        }
        if (ephemerals.foreign(newestSeen).isEmpty()) {
            abstention = null;
            events.noticed(Reason.STANDS, "");
            membership.campaign(self, this);
        } else {
            timers.after(RECONSIDER_NANOS, this::reconsider);
        }
    }

    private void taken(int mine, TakeOver.Taken taken) {
        if (mine != election) {
            return;
        }
        takeOver = null;
        ClusterMap before = newestSeen;
        reign = new Reign(
                time,
                timers,
                membership,
                slaves,
                settings,
                new Watched(),
                ephemerals,
                taken,
                stored -> superseded(mine, stored));
        if (taken.step().reason() == Reason.BORN) {
            events.born(taken.map().clusterId());
        }
        enter(MasterPhase.ACTIVE, taken.map().term());
        reign.start(before, taken.step());
        while (!waiting.isEmpty()) {
            waiting.remove().run(reign);
        }
    }

    /** The stored map is not this reign's. As long as nobody has deposed this master, it takes over anew. */
    private void superseded(int mine, StoredMap stored) {
        if (mine != election) {
            return;
        }
        events.noticed(
                Reason.SUPERSEDED,
                stored.map() == null
                        ? "the stored map is gone"
                        : "term " + stored.map().term() + ", version "
                                + stored.map().version());
        long nextTerm = 1
                + Math.max(view.term(), stored.map() == null ? 0 : stored.map().term());
        standBy();
        int now = election;
        timers.after(AGAIN_NANOS, () -> {
            if (now == election && phase == MasterPhase.STANDING_BY) {
                takeOver(nextTerm);
            }
        });
    }

    private void standBy() {
        if (phase != MasterPhase.CLOSED) {
            endReign();
            election++;
            enter(MasterPhase.STANDING_BY, 0);
        }
    }

    private void endReign() {
        if (takeOver != null) {
            takeOver.close();
            takeOver = null;
        }
        if (reign != null) {
            reign.close();
            reign = null;
        }
        while (!waiting.isEmpty()) {
            waiting.remove().answer().completeExceptionally(notActive());
        }
    }

    private void enter(MasterPhase next, long term) {
        phase = next;
        view = new ClusterView(next, term, newestSeen);
        events.phaseChanged(next, term);
    }

    private void mapSeen(StoredMap stored) {
        if (stored.map() != null && stored.map().isNewerThan(newestSeen)) {
            newestSeen = stored.map();
            view = new ClusterView(phase, view.term(), newestSeen);
            ephemerals.keepOnly(members(newestSeen));
            abstainFromForeign();
        }
    }

    private static Set<Member> members(ClusterMap map) {
        return map.slaves().values().stream().map(SlaveEntry::member).collect(Collectors.toSet());
    }

    private void ephemeralsSeen(List<Announcement> living) {
        ephemerals.update(living);
        abstainFromForeign();
        if (reign != null) {
            Set<Member> gone = Failures.living(reign.map()).stream()
                    .map(SlaveEntry::member)
                    .filter(ephemerals::isGone)
                    .collect(Collectors.toSet());
            reign.ephemeralsChanged(gone);
        }
    }

    @Override
    public CompletionStage<RegistrationAnswer> register(Registration registration) {
        return call(reign -> reign.register(registration), () -> takeOver.registrationSeen(registration));
    }

    @Override
    public CompletionStage<ReportAnswer> suspect(Suspicion suspicion) {
        return call(reign -> reign.suspect(suspicion), () -> {});
    }

    @Override
    public CompletionStage<ReportAnswer> report(CopyReport report) {
        return call(reign -> reign.report(report), () -> {});
    }

    @Override
    public CompletionStage<ReportAnswer> release(ReleaseReport release) {
        return call(reign -> reign.release(release), () -> {});
    }

    @Override
    public CompletionStage<ReportAnswer> leaving(Leaving leaving) {
        return call(reign -> reign.leaving(leaving), () -> {});
    }

    @Override
    public CompletionStage<OrderAnswer> resize(SizeOrder order) {
        return call(reign -> reign.orders().resize(order), () -> {});
    }

    @Override
    public CompletionStage<OrderAnswer> reshape(ShapeOrder order) {
        return call(reign -> reign.orders().reshape(order), () -> {});
    }

    @Override
    public CompletionStage<OrderAnswer> drain(int number) {
        return call(reign -> reign.orders().drain(number), () -> {});
    }

    @Override
    public CompletionStage<OrderAnswer> undrain(int number) {
        return call(reign -> reign.orders().undrain(number), () -> {});
    }

    @Override
    public CompletionStage<OrderAnswer> promote(PromotionOrder order) {
        return call(reign -> reign.orders().promote(order), () -> {});
    }

    /** @param whileTakingOver what a call that has to wait for the reign means for the way there */
    private <T> CompletionStage<T> call(Function<Reign, CompletionStage<T>> call, Runnable whileTakingOver) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        timers.execute(() -> {
            WaitingCall<T> waitingCall = new WaitingCall<>(call, answer);
            if (reign != null) {
                waitingCall.run(reign);
            } else if (takeOver != null && waiting.size() < MOST_WAITING_CALLS) {
                whileTakingOver.run();
                waiting.add(waitingCall);
            } else {
                answer.completeExceptionally(notActive());
            }
        });
        return answer;
    }

    private static NotActiveMasterException notActive() {
        return new NotActiveMasterException("this master is not the active one");
    }

    /** Ends at once; the membership service is closed by whoever opened it. */
    @Override
    public void close() {
        timers.execute(() -> {
            endReign();
            election++;
            enter(MasterPhase.CLOSED, 0);
        });
    }

    /** Keeps the view up to date before anybody else hears of a change. */
    private final class Watched implements MasterEvents {
        @Override
        public void mapChanged(ClusterMap before, ClusterMap after, List<MapStep> steps) {
            newestSeen = after;
            view = new ClusterView(phase, after.term(), after);
            ephemerals.keepOnly(members(after));
            events.mapChanged(before, after, steps);
        }

        @Override
        public void failedOver(FailoverTimes times) {
            events.failedOver(times);
        }

        @Override
        public void dataLost(int ranges, String text) {
            events.dataLost(ranges, text);
        }

        @Override
        public void moved(MoveProgress progress) {
            events.moved(progress);
        }

        @Override
        public void noticed(Reason reason, String text) {
            events.noticed(reason, text);
        }
    }
}
