package io.buddykv.node.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much work the search is, in configurations looked at: a bound on time that does not depend on the machine. */
class LinearizabilityWorkTest {
    private static final int OPERATIONS = 100_000;

    @ParameterizedTest
    @CsvSource({"8, 100, 0, 1", "12, 1, 0, 15", "50, 1000, 10, 1", "4, 10, 2, 4"})
    void aHundredThousandOperationsTakeAFewConfigurationsEach(
            int clients, int keys, int unknownPerMille, int configurationsPerOperation) {
        History history = new GeneratedHistory(1, clients, keys, unknownPerMille).ofSize(OPERATIONS);
        Verdict verdict = Linearizability.check(history);
        assertThat(verdict).isInstanceOf(Verdict.Linearizable.class);
        assertThat(((Verdict.Linearizable) verdict).configurations())
                .isLessThan((long) configurationsPerOperation * OPERATIONS);
    }

    @Test
    void aViolationLateInALongHistoryIsFoundAndMadeSmall() {
        History history = new GeneratedHistory(2, 16, 20, 1).ofSize(OPERATIONS);
        Verdict verdict = Linearizability.check(Mutation.ofOneRead(history, 0.99));
        assertThat(verdict).isInstanceOf(Verdict.Violation.class);
        assertThat(((Verdict.Violation) verdict).operations()).hasSizeLessThan(10);
    }
}
