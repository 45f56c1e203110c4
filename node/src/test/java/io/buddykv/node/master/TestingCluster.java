package io.buddykv.node.master;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.time.Timers;
import io.buddykv.node.time.VirtualTime;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.protocol.message.Suspicion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One master, scripted slaves and a membership service in memory, all in virtual time. */
final class TestingCluster {
    static final int RANGES = 16;
    static final MasterSettings SETTINGS =
            MasterSettings.defaults("newborn", 3).withShape(RANGES, 1, PlacementPolicy.SPREAD);

    final VirtualTime time = new VirtualTime();
    final TestingMembership membership;
    final TestingSlaves slaves;
    final TestingEvents events = new TestingEvents();
    final MasterAgent master;
    private final Map<Integer, TestingSlave> newestLives = new HashMap<>();
    private long nextIncarnation = 1_000;

    TestingCluster(MasterSettings settings) {
        this.membership = new TestingMembership();
        Timers timers = time.timers();
        this.slaves = new TestingSlaves(timers);
        this.master = new MasterAgent(time, timers, membership, slaves, settings, events);
        master.start(new MasterAddress(1, "127.0.0.1", 7402, 6479, 8180));
        time.pass(0);
    }

    /** A cluster of three slaves whose ranges are cut and acknowledged. */
    static TestingCluster booted() {
        return booted(SETTINGS);
    }

    static TestingCluster booted(MasterSettings settings) {
        TestingCluster cluster = new TestingCluster(settings);
        cluster.elect(1);
        for (int number = 1; number <= settings.wantedSlaves(); number++) {
            cluster.boot(number);
        }
        cluster.runMillis(100);
        if (!cluster.map().isCut()) {
            throw new AssertionError("the ranges should have been cut");
        }
        return cluster;
    }

    void elect(long term) {
        membership.candidate.elected(term);
        time.pass(0);
    }

    void depose() {
        membership.candidate.deposed();
        time.pass(0);
    }

    void runMillis(long millis) {
        time.pass(millis);
    }

    /** Lets time pass until the condition holds, but no longer than so many milliseconds; tells whether it holds. */
    boolean runUntil(BooleanSupplier condition, long mostMillis) {
        for (long passed = 0; passed < mostMillis && !condition.getAsBoolean(); passed++) {
            time.pass(1);
        }
        return condition.getAsBoolean();
    }

    ClusterMap map() {
        return membership.stored();
    }

    TestingSlave slave(int number) {
        return newestLives.get(number);
    }

    /** All that live. */
    void slaves(Consumer<TestingSlave> action) {
        newestLives.values().forEach(action);
    }

    Member member(int number) {
        return newestLives.get(number).member;
    }

    /** A new process under this number, at the address all its lives have, that has not registered. */
    TestingSlave process(int number) {
        return process(number, "host-" + number);
    }

    TestingSlave process(int number, String host) {
        Endpoints endpoints = new Endpoints(host, 6379 + number, 7400, 7401, 8080 + number);
        TestingSlave slave = new TestingSlave(endpoints, nextIncarnation++, host, master);
        slaves.put(endpoints, slave);
        return slave;
    }

    /** A new process that has announced itself and registered for this number. */
    TestingSlave boot(int number) {
        TestingSlave slave = process(number);
        announce(slave, number);
        register(slave, number);
        runUntil(() -> slave.member != null, 5_000);
        return slave;
    }

    void adopt(int number, TestingSlave slave) {
        slaves.put(slave.endpoints, slave);
        newestLives.put(number, slave);
    }

    void announce(TestingSlave slave, int number) {
        String path = path(slave);
        membership.ephemeral(path, new Announcement(path, number, slave.incarnation, slave.endpoints, slave.protocol));
        time.pass(0);
    }

    void loseEphemeral(TestingSlave slave) {
        membership.ephemeralGone(path(slave));
        time.pass(0);
    }

    private static String path(TestingSlave slave) {
        return "/slaves/" + slave.incarnation;
    }

    CompletableFuture<RegistrationAnswer> register(TestingSlave slave, Integer requestedNumber) {
        return register(slave, requestedNumber, slave.incarnation, null);
    }

    CompletableFuture<RegistrationAnswer> register(
            TestingSlave slave, Integer requestedNumber, long dataId, String clusterId) {
        CompletionStage<RegistrationAnswer> answer = master.register(new Registration(
                requestedNumber, slave.incarnation, dataId, slave.endpoints, "", slave.host, path(slave), clusterId));
        answer.thenAccept(given -> {
            slave.member = new Member(given.number(), slave.incarnation, dataId);
            newestLives.put(given.number(), slave);
        });
        return answer.toCompletableFuture();
    }

    /** The process is gone, and soon its ephemeral. */
    void kill(int number) {
        slave(number).die();
    }

    CompletableFuture<ReportAnswer> suspect(int reporter, int suspect) {
        return suspect(member(reporter), member(suspect));
    }

    CompletableFuture<ReportAnswer> suspect(Member reporter, Member suspect) {
        return master.suspect(new Suspicion(reporter, suspect, "closed")).toCompletableFuture();
    }

    /** A range that this slave serves and that one copies. */
    int rangeOf(int primary, int copy) {
        for (int range = 0; range < map().ranges().size(); range++) {
            RangeEntry entry = map().range(range);
            if (entry.isPrimary(member(primary)) && entry.isInSync(member(copy))) {
                return range;
            }
        }
        throw new AssertionError("no range of slave " + primary + " with a copy on " + copy);
    }

    List<RangeEntry> primariesOf(int number) {
        return map().ranges().stream()
                .filter(range -> range.primary() != null && range.primary().number() == number)
                .toList();
    }

    /** Whether every range is served by its home and has all wanted copies in sync, and nothing moves. */
    boolean isWell() {
        return map().isCut()
                && map().ranges().stream()
                        .allMatch(range -> !range.isDown()
                                && !range.redirected()
                                && !range.isHandingOver()
                                && range.joining().isEmpty()
                                && range.inSync().size() == 2
                                && range.inSync().stream().allMatch(map()::isCurrent));
    }
}
