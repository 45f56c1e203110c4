package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RespawnTest {
    private static final long LONG_LIFE = Respawn.EARLY_NANOS;

    @Test
    void aProcessThatDiesOnceLeavesTheProcessorsToTheFailoverForAMoment() {
        assertThat(Respawn.FIRST.afterLifeOf(LONG_LIFE).delayNanos()).isEqualTo(Respawn.FIRST_DELAY_NANOS);
        assertThat(Respawn.FIRST.afterLifeOf(1).delayNanos()).isEqualTo(Respawn.FIRST_DELAY_NANOS);
    }

    @Test
    void oneThatKeepsDyingWaitsTwiceAsLongEachTimeUpToABound() {
        Respawn respawn = Respawn.FIRST.afterLifeOf(1).afterLifeOf(1);
        assertThat(respawn.delayNanos()).isEqualTo(2 * Respawn.FIRST_DELAY_NANOS);
        respawn = respawn.afterLifeOf(1);
        assertThat(respawn.delayNanos()).isEqualTo(4 * Respawn.FIRST_DELAY_NANOS);
        for (int death = 0; death < 100; death++) {
            respawn = respawn.afterLifeOf(1);
        }
        assertThat(respawn.delayNanos()).isEqualTo(Respawn.LONGEST_DELAY_NANOS);
    }

    @Test
    void aLongLifeForgivesEarlierDeaths() {
        Respawn respawn = Respawn.FIRST.afterLifeOf(1).afterLifeOf(1).afterLifeOf(1);

        assertThat(respawn.afterLifeOf(LONG_LIFE).delayNanos()).isEqualTo(Respawn.FIRST_DELAY_NANOS);
    }
}
