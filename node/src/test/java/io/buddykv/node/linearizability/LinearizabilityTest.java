package io.buddykv.node.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.linearizability.Operation.Append;
import io.buddykv.node.linearizability.Operation.CompareAndSet;
import io.buddykv.node.linearizability.Operation.Delete;
import io.buddykv.node.linearizability.Operation.Get;
import io.buddykv.node.linearizability.Operation.Increment;
import io.buddykv.node.linearizability.Operation.Set;
import io.buddykv.node.linearizability.Operation.SetIfAbsent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
    private static final String KEY = "k";

    private final List<Invocation> invocations = new ArrayList<>();

    private LinearizabilityTest did(int client, long from, long to, Operation operation, Answer answer) {
        invocations.add(new Invocation(client, KEY, operation, from, to, answer));
        return this;
    }

    private LinearizabilityTest neverHeardOf(int client, long from, Operation operation) {
        invocations.add(new Invocation(client, KEY, operation, from, Invocation.NEVER, null));
        return this;
    }

    private LinearizabilityTest set(int client, long from, long to, String value) {
        return did(client, from, to, new Set(value), Answer.OK);
    }

    private LinearizabilityTest get(int client, long from, long to, String value) {
        return did(client, from, to, new Get(), Answer.of(value));
    }

    private void isLinearizable() {
        assertThat(Linearizability.check(new History(invocations))).isInstanceOf(Verdict.Linearizable.class);
    }

    private Verdict.Violation isNot() {
        Verdict verdict = Linearizability.check(new History(invocations));
        assertThat(verdict).isInstanceOf(Verdict.Violation.class);
        return (Verdict.Violation) verdict;
    }

    @Nested
    class FromTheLiterature {
        @Test
        void readsThatOverlapAWriteMaySeeTheOldValueAfterwardsTheNew() {
            // Porcupine's first example: the shorter read comes before the write, the longer one after it.
            set(1, 0, 100, "100").get(2, 25, 75, "100").get(3, 30, 60, null).isLinearizable();
        }

        @Test
        void newOldInversionIsRegularButNotAtomic() {
            // Lamport, "On interprocess communication": two reads one after the other, both within one write.
            set(1, 0, 100, "200").get(2, 10, 30, "200").get(3, 40, 90, null).isNot();
        }

        @Test
        void herlihyAndWingsRegisterThatForgetsItsWrite() {
            // "Linearizability" (1990), H6 read as a register: W(1) done, W(0) later, and then again 1.
            set(1, 0, 10, "1").get(2, 20, 30, "1").set(3, 25, 40, "0").get(2, 50, 60, "1");
            isNot();
        }

        @Test
        void herlihyAndWingsRegisterWithOverlappingWrites() {
            set(1, 0, 40, "1").set(2, 10, 30, "0").get(3, 35, 50, "0").get(3, 60, 70, "1");
            invocations.set(0, new Invocation(1, KEY, new Set("1"), 0, 65, Answer.OK));
            isLinearizable();
        }

        @Test
        void wingAndGongsTimedOutCompareAndSetExplainsALaterRead() {
            // Knossos: an operation whose end is not known stays concurrent with all that follows.
            set(1, 0, 10, "1").neverHeardOf(2, 20, new CompareAndSet("1", "2"));
            get(1, 30, 40, "1")
                    .get(1, 50, 60, "1")
                    .get(1, 70, 80, "2")
                    .get(1, 90, 95, "2")
                    .isLinearizable();
        }

        @Test
        void independentReadsOfIndependentWritesMustAgree() {
            set(1, 0, 100, "1").set(2, 0, 100, "2");
            get(3, 10, 20, "1")
                    .get(3, 30, 40, "2")
                    .get(4, 12, 22, "2")
                    .get(4, 32, 42, "1")
                    .isNot();
        }
    }

    @Nested
    class StaleAndLost {
        @Test
        void staleRead() {
            Verdict.Violation violation =
                    set(1, 0, 10, "1").set(1, 20, 30, "2").get(2, 40, 50, "1").isNot();
            assertThat(violation.render()).contains("set 1 => OK", "set 2 => OK", "get => 1   <== no order");
        }

        @Test
        void lostAcknowledgedWrite() {
            set(1, 0, 10, "1").get(2, 20, 30, null).isNot();
        }

        @Test
        void anUnacknowledgedWriteMayBeLost() {
            neverHeardOf(1, 0, new Set("1")).get(2, 20, 30, null).isLinearizable();
        }

        @Test
        void anUnacknowledgedWriteMayNotComeAndGo() {
            neverHeardOf(1, 0, new Set("1"))
                    .get(2, 20, 30, "1")
                    .get(2, 40, 50, null)
                    .isNot();
        }

        @Test
        void anUnacknowledgedWriteHappensAtMostOnce() {
            neverHeardOf(1, 0, new Set("1")).set(2, 5, 10, "2").get(2, 20, 30, "1");
            set(2, 40, 50, "3").get(2, 60, 70, "1").isNot();
        }

        @Test
        void twoUnacknowledgedWritesOfTheSameMayHappenTwice() {
            neverHeardOf(1, 0, new Set("1")).neverHeardOf(3, 0, new Set("1"));
            set(2, 5, 10, "2")
                    .get(2, 20, 30, "1")
                    .set(2, 40, 50, "3")
                    .get(2, 60, 70, "1")
                    .isLinearizable();
        }

        @Test
        void aReadOfWhatWasNeverWritten() {
            set(1, 0, 10, "1").get(2, 5, 30, "7").isNot();
        }

        @Test
        void deletedMeansGone() {
            set(1, 0, 10, "1")
                    .did(1, 20, 30, new Delete(), Answer.YES)
                    .get(2, 40, 50, "1")
                    .isNot();
        }
    }

    @Nested
    class ConditionsAndCounters {
        @Test
        void twoLocksAreGrantedToOneClientOnly() {
            did(1, 0, 10, new SetIfAbsent("a"), Answer.YES)
                    .did(2, 5, 15, new SetIfAbsent("b"), Answer.YES)
                    .isNot();
        }

        @Test
        void theLoserOfALockSeesTheWinner() {
            did(1, 0, 10, new SetIfAbsent("a"), Answer.NO)
                    .did(2, 5, 15, new SetIfAbsent("b"), Answer.YES)
                    .get(1, 11, 20, "b")
                    .isLinearizable();
        }

        @Test
        void twoCompareAndSetsFromTheSameValueCannotBothSucceed() {
            set(3, 0, 5, "1")
                    .did(1, 10, 20, new CompareAndSet("1", "2"), Answer.OK)
                    .did(2, 10, 20, new CompareAndSet("1", "3"), Answer.OK)
                    .isNot();
        }

        @Test
        void incrementsAnswerEveryNumberOnce() {
            did(1, 0, 10, new Increment(1), Answer.of(2)).did(2, 0, 10, new Increment(1), Answer.of(1));
            isLinearizable();
        }

        @Test
        void lostIncrement() {
            did(1, 0, 10, new Increment(1), Answer.of(1)).did(2, 0, 10, new Increment(1), Answer.of(1));
            isNot();
        }

        @Test
        void anIncrementAppliedTwice() {
            did(1, 0, 10, new Increment(1), Answer.of(1)).get(1, 20, 30, "2").isNot();
        }

        @Test
        void appendsAnswerTheLength() {
            did(1, 0, 10, new Append("ab"), Answer.of(2))
                    .did(2, 5, 15, new Append("c"), Answer.of(3))
                    .get(3, 20, 30, "abc")
                    .isLinearizable();
        }

        @Test
        void incrementOfTextIsRefusedAndChangesNothing() {
            set(1, 0, 10, "x")
                    .did(1, 20, 30, new Increment(1), Answer.NOT_AN_INTEGER)
                    .get(1, 40, 50, "x")
                    .isLinearizable();
        }
    }

    @Test
    void keysAreJudgedByThemselvesAndTheBadOneIsNamed() {
        set(1, 0, 10, "1").get(2, 20, 30, "1");
        invocations.add(new Invocation(1, "other", new Get(), 40, 50, Answer.of("1")));
        assertThat(isNot().key()).isEqualTo("other");
    }

    @Test
    void whatWasThereBeforeCounts() {
        get(1, 0, 10, "old");
        assertThat(Linearizability.check(new History(invocations, Map.of(KEY, "old")))
                        .isLinearizable())
                .isTrue();
    }

    @Test
    void aViolationShowsOnlyWhatItTakesToSeeIt() {
        for (int i = 0; i < 500; i++) {
            set(i % 7, 100 * i, 100 * i + 250, "v" + i).get(8, 100 * i + 10, 100 * i + 60, "v" + i);
        }
        get(9, 100_000, 100_010, "v3");
        Verdict.Violation violation = isNot();
        assertThat(violation.operations()).hasSizeLessThan(6);
        assertThat(violation.unexplained().client()).isEqualTo(9);
        assertThat(violation.render()).contains("get => v3");
    }

    @Test
    void aSearchThatWouldNotEndIsGivenUp() {
        for (int i = 0; i < 40; i++) {
            neverHeardOf(i, 0, new Append(Character.toString('a' + i)));
        }
        get(99, 10, 20, "no such text");
        assertThat(Linearizability.check(new History(invocations))).isInstanceOf(Verdict.Undecided.class);
    }
}
