package io.buddykv.client.routing;

import static io.buddykv.client.routing.Heartbeats.ANSWERS_IN_TIME;
import static io.buddykv.client.routing.Heartbeats.EVERY_MILLIS;
import static io.buddykv.client.routing.Heartbeats.LONGEST_SILENCE_MILLIS;
import static io.buddykv.client.routing.Heartbeats.SILENCE_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.routing.Heartbeats.Verdict;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private final Heartbeats heartbeats = new Heartbeats();
    private long nowMillis = 1_000;

    HeartbeatsTest() {
        heartbeats.begin(nanos());
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(nowMillis);
    }

    private Verdict look(long laterMillis) {
        nowMillis += laterMillis;
        return heartbeats.look(nanos());
    }

    private void answered(long laterMillis) {
        nowMillis += laterMillis;
        heartbeats.answered(nanos());
    }

    /** How long it takes from a question that is not answered, until the node is left. */
    private long leftAfter() {
        assertThat(look(EVERY_MILLIS)).isEqualTo(Verdict.ASK);
        long askedMillis = nowMillis;
        while (look(EVERY_MILLIS) == Verdict.WAIT) {
            assertThat(nowMillis - askedMillis).isLessThan(2 * LONGEST_SILENCE_MILLIS);
        }
        return nowMillis - askedMillis;
    }

    /** The node has been left, and answers on another connection. */
    private void comesBack() {
        heartbeats.begin(nanos());
    }

    @Test
    void whoAnswersIsAskedAgainAndAgain() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(look(EVERY_MILLIS)).isEqualTo(Verdict.ASK);
            assertThat(heartbeats.isAsked()).isTrue();
            answered(1);
            assertThat(heartbeats.isAsked()).isFalse();
        }
    }

    @Test
    void whoStandsStillIsLeftWithinHalfASecond() {
        assertThat(leftAfter()).isBetween(SILENCE_MILLIS, SILENCE_MILLIS + EVERY_MILLIS);
    }

    @Test
    void whoLooksLateSuspectsNobody() {
        assertThat(look(EVERY_MILLIS)).isEqualTo(Verdict.ASK);
        assertThat(look(2_000)).isEqualTo(Verdict.WAIT);
        long lateMillis = nowMillis;
        while (look(EVERY_MILLIS) == Verdict.WAIT) {
            assertThat(nowMillis - lateMillis).isLessThanOrEqualTo(SILENCE_MILLIS);
        }
        assertThat(nowMillis - lateMillis).isGreaterThan(SILENCE_MILLIS);
    }

    @Test
    void whoWasOnlySlowGetsLongerEachTimeUpToABound() {
        long before = leftAfter();
        for (int times = 0; times < 10; times++) {
            comesBack();
            long after = leftAfter();
            assertThat(after).isBetween(before, LONGEST_SILENCE_MILLIS + EVERY_MILLIS);
            before = after;
        }
        assertThat(before).isGreaterThan(LONGEST_SILENCE_MILLIS);
    }

    @Test
    void whoAnswersInTimeAgainIsTrustedAsAtFirst() {
        leftAfter();
        comesBack();
        for (int i = 0; i < ANSWERS_IN_TIME; i++) {
            assertThat(look(EVERY_MILLIS)).isEqualTo(Verdict.ASK);
            answered(1);
        }
        assertThat(leftAfter()).isLessThanOrEqualTo(SILENCE_MILLIS + EVERY_MILLIS);
    }

    @Test
    void anAnswerThatIsLateBeginsTheCountAnew() {
        leftAfter();
        comesBack();
        for (int i = 0; i < 2 * ANSWERS_IN_TIME - 2; i++) {
            assertThat(look(EVERY_MILLIS)).isEqualTo(Verdict.ASK);
            if (i == ANSWERS_IN_TIME - 2) {
                for (long waited = 0; waited <= SILENCE_MILLIS; waited += EVERY_MILLIS) {
                    assertThat(look(EVERY_MILLIS)).isEqualTo(Verdict.WAIT);
                }
            }
            answered(1);
        }
        assertThat(leftAfter()).isGreaterThan(SILENCE_MILLIS + EVERY_MILLIS);
    }
}
