package io.buddykv.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepartureTest {
    @ParameterizedTest
    @CsvSource({
        "true,  false,  0,  0, HANDED_OVER",
        "true,  true,  30, 30, HANDED_OVER",
        "false, true,   0,  0, CLUSTER_ENDS",
        "false, false,  0,  0, WAITS",
        // Masters were away before it was told to end, and may be about to come back.
        "false, false,  3, 60, WAITS",
        "false, false, 10, 60, UNHEARD",
        "false, false, 12,  9, WAITS",
        "false, false, 12, 10, UNHEARD",
        // Somebody answers, and takes nothing.
        "false, false, 19,  0, WAITS",
        "false, false, 20,  0, LATE",
    })
    void aSlaveWaitsAsLongAsSomebodyMayTakeItsRanges(
            boolean handedOver, boolean clusterEnds, long waitedSeconds, long unheardSeconds, Departure expected) {
        assertThat(Departure.of(
                        handedOver,
                        clusterEnds,
                        TimeUnit.SECONDS.toNanos(waitedSeconds),
                        TimeUnit.SECONDS.toNanos(unheardSeconds)))
                .isEqualTo(expected);
    }
}
