package io.buddykv.node.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Runs many seeds of one scenario, as many at a time as there are processors: runs share nothing. */
final class SeedRuns {
    private final Scenario scenario;
    private final SeedRange seeds;
    private final AtomicLong next;

    private SeedRuns(Scenario scenario, SeedRange seeds) {
        this.scenario = scenario;
        this.seeds = seeds;
        this.next = new AtomicLong(seeds.from());
    }

    /** What is to be said of those that went wrong, each with the command that shows its whole run. */
    static List<String> failures(Scenario scenario, SeedRange seeds) throws InterruptedException, ExecutionException {
        return new SeedRuns(scenario, seeds).run();
    }

    private List<String> run() throws InterruptedException, ExecutionException {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        try {
            List<Future<List<String>>> parts = new ArrayList<>();
            for (int i = 0; i < processors; i++) {
                parts.add(threads.submit(this::oneAfterTheOther));
            }
            List<String> bad = new ArrayList<>();
            for (Future<List<String>> part : parts) {
                bad.addAll(part.get());
            }
            return bad;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> oneAfterTheOther() {
        List<String> bad = new ArrayList<>();
        for (long seed = next.getAndIncrement(); seed <= seeds.to(); seed = next.getAndIncrement()) {
            Simulation.Outcome outcome = scenario.run(seed, Trace.off());
            if (!outcome.isGood()) {
                bad.add(describe(outcome));
            }
        }
        return bad;
    }

    private String describe(Simulation.Outcome outcome) {
        return "%s, seed %d: %s%nIts whole run: ./mvnw -B -pl node -am test -Dtest=SimulationTest#goesWell"
                        .formatted(scenario, outcome.seed(), outcome.violations())
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim.scenario=%s -Dsim.seed=%d%n"
                        .formatted(scenario, outcome.seed());
    }
}
