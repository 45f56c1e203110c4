package io.buddykv.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.linearizability.HistoryRecorder;
import io.buddykv.node.linearizability.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Clients that number their writes count through one failover after the other: each increment happens once, and is answered
 * with the number that it made, however often it was sent. More than linearizability says, which lets an increment whose
 * outcome is unknown happen or not: here none may stay unknown.
 *
 * <p>{@code -Dsim.seed=N} runs another seed.
 */
class CountingTest {
    private static final boolean FULL = "full".equals(System.getProperty("proof"));
    private static final int FAILOVERS = FULL ? 1_000 : 10;
    private static final int CLIENTS = 24;
    private static final int COUNTERS = 8;
    private static final long LONGEST_DEATH_NANOS = 400 * SimulatedWorld.MILLI;
    private static final long PATIENCE_NANOS = 20 * SimulatedWorld.SECOND;
    private static final long LOOK_NANOS = 20 * SimulatedWorld.MILLI;

    private final long seed = Long.getLong("sim.seed", 1);
    private final SimulatedWorld world = new SimulatedWorld(seed, Trace.off());
    private final RunSettings settings = RunSettings.drawnFrom(new SplittableRandom(~seed), List.of(Faults.Kind.KILL))
            .calm();
    private final SimulatedCluster cluster = new SimulatedCluster(world, settings);
    private final Faults faults = new Faults(cluster);
    private final HistoryRecorder recorder = new HistoryRecorder(world::now);
    private final Workload workload = Workload.ofIncrements(world, COUNTERS);
    private final List<SimulatedClient> clients = new ArrayList<>();

    @Test
    void everyIncrementHappensOnceThroughManyFailovers() {
        cluster.start();
        settle();
        for (int client = 0; client < CLIENTS; client++) {
            int thatNumbersItsWrites = 2 * client;
            clients.add(new SimulatedClient(cluster, recorder, workload, thatNumbersItsWrites));
        }
        clients.forEach(SimulatedClient::start);
        int changesBefore = cluster.judge().primaryChanges();
        for (int failover = 0; failover < FAILOVERS; failover++) {
            SimulatedSlave victim = cluster.slaves().get(failover % settings.slaves());
            faults.befall(Faults.Kind.KILL, victim, world.between(0, LONGEST_DEATH_NANOS));
            assertThat(victim.isAlive()).as("killed").isFalse();
            goOn(LONGEST_DEATH_NANOS);
            settle();
        }
        clients.forEach(SimulatedClient::end);
        long end = world.now() + PATIENCE_NANOS;
        while (!clients.stream().allMatch(SimulatedClient::isIdle)) {
            assertThat(world.now()).as("calls still wait; seed %d", seed).isLessThan(end);
            goOn(LOOK_NANOS);
        }
        assertThat(cluster.judge().primaryChanges() - changesBefore).isGreaterThanOrEqualTo(FAILOVERS);
        countersAreExact();
    }

    private void countersAreExact() {
        Map<String, List<Invocation>> byCounter =
                recorder.history().invocations().stream().collect(Collectors.groupingBy(Invocation::key));
        assertThat(byCounter).hasSize(COUNTERS);
        byCounter.forEach((counter, increments) -> {
            assertThat(increments).as("%s; seed %d", counter, seed).noneMatch(Invocation::isUnknown);
            assertThat(increments.stream()
                            .mapToLong(increment ->
                                    Long.parseLong(increment.answer().text()))
                            .sorted())
                    .as("%s; seed %d", counter, seed)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, increments.size()).boxed().toList());
        });
        System.out.println(
                FAILOVERS + " failovers, " + cluster.judge().primaryChanges() + " ranges changed their primary, "
                        + recorder.history().size() + " increments, "
                        + clients.stream().mapToInt(SimulatedClient::troubles).sum()
                        + " without an answer; seed " + seed);
    }

    private void goOn(long nanos) {
        assertThat(world.runUntil(world.now() + nanos) && world.violations().isEmpty())
                .as("%s; seed %d", world.violations(), seed)
                .isTrue();
    }

    private void settle() {
        long end = world.now() + PATIENCE_NANOS;
        while (cluster.judge().unsettled() != null) {
            assertThat(world.now())
                    .as("%s; seed %d", cluster.judge().unsettled(), seed)
                    .isLessThan(end);
            goOn(LOOK_NANOS);
        }
    }
}
