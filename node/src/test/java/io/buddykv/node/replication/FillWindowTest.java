package io.buddykv.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FillWindowTest {
    private static final long IN_TIME = 15;

    private final FillWindow window = new FillWindow(8, IN_TIME);
    private long now;

    @Test
    void beginsSmallAndGrowsByOneChunkForEachRoundTripInTime() {
        assertThat(roundTrip(IN_TIME)).isEqualTo(2);
        assertThat(roundTrip(IN_TIME)).isEqualTo(3);
        assertThat(roundTrip(IN_TIME)).isEqualTo(4);
    }

    @Test
    void neverGrowsBeyondItsBound() {
        for (int i = 0; i < 20; i++) {
            roundTrip(1);
        }
        assertThat(roundTrip(1)).isEqualTo(8);
    }

    @Test
    void isHalvedByARoundTripThatIsLateAndNeverCloses() {
        for (int i = 0; i < 20; i++) {
            roundTrip(1);
        }
        assertThat(roundTrip(IN_TIME + 1)).isEqualTo(8);
        assertThat(roundTrip(IN_TIME + 1)).isEqualTo(4);
        assertThat(roundTrip(IN_TIME + 1)).isEqualTo(2);
        assertThat(roundTrip(IN_TIME + 1)).isEqualTo(1);
        assertThat(roundTrip(IN_TIME + 1)).isEqualTo(1);
    }

    @Test
    void chunksThatAreNeverSentAreNotWaitedFor() {
        fill();
        window.dropped(2);
        assertThat(roundTrip(IN_TIME)).isEqualTo(2);
        assertThat(roundTrip(IN_TIME)).isEqualTo(3);
    }

    /** Sends until the window is closed, and has it all acknowledged after a time; how many chunks. */
    private int roundTrip(long nanos) {
        int sent = fill();
        now += nanos;
        for (int i = 0; i < sent; i++) {
            window.acknowledged(now);
        }
        return sent;
    }

    private int fill() {
        int sent = 0;
        for (; window.isOpen(); sent++) {
            window.sent(now);
        }
        return sent;
    }
}
