package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochHistoryTest {
    private static final int MANY = 10 * EpochHistory.MAX_TENURES;

    @Test
    void aPositionIsKnownHoweverOftenTheRangeHasChangedHandsSince() {
        EpochHistory history = new EpochHistory();
        history.begin(1, 0);
        history.begin(5, 100);
        for (int tenure = 10; tenure < 10 + MANY; tenure++) {
            history.begin(tenure, 200);
        }
        assertThat(history.latest()).isEqualTo(9 + MANY);
        assertThat(history.writerOf(200)).isEqualTo(5);
        assertThat(history.hasPrefix(5, 200, 200)).isTrue();
        assertThat(history.hasPrefix(5, 201, 300)).isFalse();
        assertThat(history.hasPrefix(1, 100, 300)).isTrue();
        assertThat(history.hasPrefix(1, 101, 300)).isFalse();
        assertThat(history.hasPrefix(9 + MANY, 300, 300)).isTrue();
        assertThat(history.size()).isEqualTo(3);
    }

    @Test
    void whoHasRecordsOfATenureThatWasEmptyForOthersIsNoPrefix() {
        EpochHistory mine = new EpochHistory();
        mine.begin(1, 0);
        mine.begin(2, 10);
        mine.begin(3, 10);
        EpochHistory other = new EpochHistory();
        other.begin(1, 0);
        other.begin(2, 10);
        assertThat(mine.hasPrefix(other.writerOf(11), 11, 20)).isFalse();
        assertThat(mine.hasPrefix(other.writerOf(10), 10, 20)).isTrue();
    }

    @Test
    void theTenureOfABirthStaysThoughItWroteNothing() {
        EpochHistory history = new EpochHistory();
        history.begin(1, 0);
        EpochHistory copy = new EpochHistory();
        copy.become(history);
        history.begin(2, 0);
        history.begin(3, 0);
        assertThat(history.hasPrefix(copy.writerOf(0), 0, 7)).isTrue();
    }

    @Test
    void theOldestThatWroteAreForgotten() {
        EpochHistory history = new EpochHistory();
        for (int tenure = 1; tenure <= MANY; tenure++) {
            history.begin(tenure, tenure);
        }
        assertThat(history.size()).isEqualTo(EpochHistory.MAX_TENURES);
        assertThat(history.hasPrefix(1, 2, MANY)).isFalse();
        assertThat(history.hasPrefix(MANY - 3, MANY - 2, MANY)).isTrue();
    }
}
