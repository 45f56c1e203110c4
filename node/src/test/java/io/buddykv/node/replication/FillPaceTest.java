package io.buddykv.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FillPaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FillPace pace = new FillPace();

    @Test
    void withoutABoundTheLoopIsOnlyLeftToOthersForAsLongAsTheChunkTook() {
        assertThat(pace.sent(1 << 20, true, 0, 0)).isZero();
        assertThat(pace.sent(1 << 20, true, 0, 500)).isEqualTo(500);
    }

    @Test
    void allLinksTogetherKeepToTheBytesPerSecond() {
        pace.limit(1000);
        assertThat(pace.sent(100, true, 0, 0)).isEqualTo(SECOND / 10);
        assertThat(pace.sent(100, true, 0, 0)).isEqualTo(SECOND / 5);
        assertThat(pace.sent(100, true, SECOND / 5, 0)).isEqualTo(SECOND / 10);
    }

    @Test
    void whatWasNotUsedIsNotSavedUp() {
        pace.limit(1000);
        pace.sent(100, true, 0, 0);
        assertThat(pace.sent(100, true, 10 * SECOND, 0)).isEqualTo(SECOND / 10);
    }

    @Test
    void aRangeInDangerIsNotHeldBackByTheBytes() {
        pace.limit(1000);
        assertThat(pace.sent(1 << 20, false, 0, 7)).isEqualTo(7);
        assertThat(pace.sent(100, true, 0, 0)).isEqualTo(SECOND / 10);
    }
}
