package io.buddykv.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule of the design is needed: with it all goes well, and without it the judge of the simulation, or a test of the
 * piece that keeps it, finds something wrong. {@link Rules} has the table.
 *
 * <p>Not here, though it could be: that of several copies that return the highest wins (R11), the durable mark of a copy being
 * filled (R13), room in the log for expiries (R7), and the directory's part of M1 and M6. R1 is the shape of the record
 * itself; what is listed is that a large one arrives whole.
 */
class RulesTest {
    static List<Rule> rules() {
        return Rules.all();
    }

    static List<Rule> plantedBugs() {
        return Rules.plantedBugs();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void whatGoesWellWithARuleGoesWrongWithoutIt(Rule rule) throws Exception {
        assertCaught(rule);
    }

    @ParameterizedTest
    @MethodSource("plantedBugs")
    void aPlantedBugIsCaught(Rule bug) throws Exception {
        assertCaught(bug);
    }

    private static void assertCaught(Rule rule) throws Exception {
        if (rule.proof() instanceof Rule.Proof.Simulated simulated) {
            assertCaughtBySimulation(rule, simulated);
        } else if (rule.proof() instanceof Rule.Proof.Tested test) {
            assertThatCode(() -> TakenOut.nothing().run(test))
                    .as("%s with %s", test, rule)
                    .doesNotThrowAnyException();
            assertThat(catchThrowable(() -> rule.takenOut().run(test)))
                    .as("what %s says without %s", test, rule)
                    .isNotNull();
        }
    }

    private static void assertCaughtBySimulation(Rule rule, Rule.Proof.Simulated simulated) throws Exception {
        TakenOut takenOut = rule.takenOut();
        String violation = null;
        long seed = 0;
        while (violation == null && seed < simulated.seeds()) {
            seed++;
            violation = takenOut.firstViolation(simulated.scenario(), seed, seed + 1);
        }
        assertThat(violation)
                .as("what goes wrong in %s without %s", simulated.scenario(), rule)
                .isNotNull();
        assertThat(simulated.scenario().run(seed, Trace.off()).violations())
                .as("%s, seed %d with %s", simulated.scenario(), seed, rule)
                .isEmpty();
    }
}
