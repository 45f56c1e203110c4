package io.buddykv.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience();

    @Test
    void itGrowsWithEachAttemptInVainUpToABound() {
        assertThat(patience.millis()).isEqualTo(400);
        patience.wasTooShort();
        assertThat(patience.millis()).isEqualTo(800);
        for (int i = 0; i < 10; i++) {
            patience.wasTooShort();
        }
        assertThat(patience.millis()).isEqualTo(Patience.MOST_MILLIS);
    }

    @Test
    void itIsAsAtFirstOnceTheNodeHasAnswered() {
        patience.wasTooShort();
        patience.wasLongEnough();
        assertThat(patience.millis()).isEqualTo(Patience.FIRST_MILLIS);
    }
}
