package io.buddykv.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Runs the cluster under faults, one seed after the other. A seed that fails is printed with the command that shows its
 * whole run: {@code -Dsim.seed=N}. With {@code -Dsim.seeds=FROM-TO} other seeds are run.
 */
class SimulationTest {
    private static final int THREADS = 2;
    private static final int SEEDS = 60;

    @Test
    void whateverGoesWrongNothingAcknowledgedIsLostAndEveryKeyIsLinearizable() throws Exception {
        Long replayed = Long.getLong("sim.seed");
        if (replayed != null) {
            replay(replayed);
            return;
        }
        List<Simulation.Outcome> bad = run(1, 1 + SEEDS);
        assertThat(bad).as("failed runs").isEmpty();
    }

    @Test
    void theSameSeedGoesTheSameWay() {
        Simulation.Outcome once = Simulation.run(7, Trace.off());
        Simulation.Outcome again = Simulation.run(7, Trace.on());
        assertThat(again.fingerprint()).isEqualTo(once.fingerprint());
        assertThat(again.events()).isEqualTo(once.events());
    }

    private static void replay(long seed) {
        Trace trace = Trace.on();
        Simulation.Outcome outcome = Simulation.run(seed, trace);
        System.out.println(trace);
        assertThat(outcome.violations()).as("seed " + seed).isEmpty();
    }

    private static List<Simulation.Outcome> run(long from, long to) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicLong next = new AtomicLong(from);
        List<Future<List<Simulation.Outcome>>> parts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            parts.add(threads.submit(() -> {
                List<Simulation.Outcome> bad = new ArrayList<>();
                for (long seed = next.getAndIncrement(); seed < to; seed = next.getAndIncrement()) {
                    Simulation.Outcome outcome = Simulation.run(seed, Trace.off());
                    if (!outcome.isGood()) {
                        bad.add(outcome);
                        System.out.println(report(outcome));
                    }
                }
                return bad;
            }));
        }
        List<Simulation.Outcome> bad = new ArrayList<>();
        for (Future<List<Simulation.Outcome>> part : parts) {
            bad.addAll(part.get());
        }
        threads.shutdown();
        return bad;
    }

    private static String report(Simulation.Outcome outcome) {
        return "seed " + outcome.seed() + " failed: " + outcome.violations()
                + "\nto see the whole run: ./mvnw -pl node -am"
                + " test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seed=" + outcome.seed();
    }
}
