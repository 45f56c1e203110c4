package io.buddykv.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.call.Lanes;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes(16);

    @Test
    void theLowestFreeOneIsTaken() {
        assertThat(lanes.take(3)).isZero();
        assertThat(lanes.take(3)).isEqualTo(1);
        assertThat(lanes.take(4)).isZero();
        lanes.giveBack(3, 0);
        assertThat(lanes.take(3)).isZero();
    }

    @Test
    void thereIsABound() {
        for (int lane = 0; lane < Lanes.PER_RANGE; lane++) {
            assertThat(lanes.take(15)).isEqualTo(lane);
        }
        assertThat(lanes.take(15)).isEqualTo(Lanes.NONE);
        lanes.giveBack(15, 700);
        assertThat(lanes.take(15)).isEqualTo(700);
    }

    @Test
    void numbersRise() {
        assertThat(lanes.nextNumber()).isEqualTo(1);
        assertThat(lanes.nextNumber()).isEqualTo(2);
    }
}
