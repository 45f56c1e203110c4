package io.buddykv.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs whole clusters while things go wrong, thousands of seeds: nothing that was acknowledged is lost, every key is
 * linearizable, and in the end all is well again. A seed that fails is printed with the command that shows its whole run.
 *
 * <p>{@code -Dsim.seed=N} shows one run; {@code -Dsim.seeds=FROM..TO} or {@code =N} runs other seeds;
 * {@code -Dsim.scenario=NAME} says of which scenario, {@link Scenario#EVERYTHING} by default.
 */
class SimulationTest {
    private static final boolean FULL = "full".equals(System.getProperty("proof"));

    /** Of {@link Scenario#EVERYTHING}; of any other one a twentieth of it. */
    private static final long SEEDS = FULL ? 50_000 : 1_200;

    static Stream<Scenario> scenarios() {
        boolean chosen =
                Stream.of("sim.seed", "sim.seeds", "sim.scenario").anyMatch(System.getProperties()::containsKey);
        return chosen
                ? Stream.of(Scenario.valueOf(System.getProperty("sim.scenario", Scenario.EVERYTHING.name())))
                : Stream.of(Scenario.values());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void goesWell(Scenario scenario) throws Exception {
        Long replayed = Long.getLong("sim.seed");
        if (replayed != null) {
            replay(scenario, replayed);
            return;
        }
        String chosen = System.getProperty("sim.seeds");
        SeedRange seeds = chosen == null
                ? SeedRange.first(scenario == Scenario.EVERYTHING ? SEEDS : SEEDS / 20)
                : SeedRange.parse(chosen);
        assertThat(SeedRuns.failures(scenario, seeds)).as("runs that failed").isEmpty();
    }

    private static void replay(Scenario scenario, long seed) {
        Trace trace = Trace.on();
        Simulation.Outcome outcome = scenario.run(seed, trace);
        System.out.println(trace);
        assertThat(outcome.violations()).as("%s, seed %d", scenario, seed).isEmpty();
    }

    /** Also when it is watched, beside other runs, and with classes, and so identity hashes, that are others. */
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aSeedGoesTheSameWayEveryTime(Scenario scenario) throws Exception {
        Trace once = Trace.on();
        Trace again = Trace.on();
        Simulation.Outcome outcome = scenario.run(7, once);
        scenario.run(7, again);
        assertThat(again.toString()).isEqualTo(once.toString());

        List<Long> fingerprints = LongStream.range(0, 4)
                .parallel()
                .map(run -> scenario.run(7, Trace.off()).fingerprint())
                .boxed()
                .toList();
        assertThat(fingerprints).containsOnly(outcome.fingerprint());
        assertThat(TakenOut.nothing().fingerprint(scenario, 7)).isEqualTo(outcome.fingerprint());
    }

    @Test
    void seedsAreGivenAsARangeOrAsACount() {
        assertThat(SeedRange.parse("20")).isEqualTo(new SeedRange(1, 20));
        assertThat(SeedRange.parse("7..9")).isEqualTo(new SeedRange(7, 9));
    }
}
