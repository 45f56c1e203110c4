package io.buddykv.node.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final long START = TimeUnit.HOURS.toNanos(1);
    private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(120);

    private final Lateness lateness = new Lateness();

    @Test
    void whoIsInTimeWaitsAsLongAsUsual() {
        lateness.ticked(START, START);
        lateness.ticked(START + millis(30), START + millis(25));

        assertThat(lateness.patienceNanos(USUAL)).isEqualTo(USUAL);
    }

    @Test
    void whoIsLateWaitsLongerInProportion() {
        lateness.ticked(START + millis(50), START);

        assertThat(lateness.patienceNanos(USUAL)).isEqualTo(millis(300));
    }

    @Test
    void theWorstTickCounts() {
        lateness.ticked(START + millis(50), START);
        lateness.ticked(START + millis(90), START + millis(80));

        assertThat(lateness.patienceNanos(USUAL)).isEqualTo(millis(300));
    }

    @Test
    void patienceHasAnEnd() {
        lateness.ticked(START + millis(5_000), START);

        assertThat(lateness.patienceNanos(USUAL)).isEqualTo(10 * USUAL);
    }

    @Test
    void whatIsPastWearsOff() {
        lateness.ticked(START + millis(80), START);
        long later = START + millis(80);
        lateness.ticked(later + millis(500), later + millis(500));
        assertThat(lateness.patienceNanos(USUAL)).isEqualTo(millis(240));

        lateness.ticked(later + millis(5_000), later + millis(5_000));
        assertThat(lateness.patienceNanos(USUAL)).isEqualTo(USUAL);
    }

    @Test
    void ticksInTimeBetweenTwoHalvesDoNotPutThemOff() {
        lateness.ticked(START + millis(80), START);
        long later = START + millis(80);
        for (int tick = 1; tick <= 2_000 / 30; tick++) {
            lateness.ticked(later + millis(30L * tick), later + millis(30L * tick));
        }

        assertThat(lateness.patienceNanos(USUAL)).isEqualTo(USUAL);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
