package io.buddykv.node.slave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistrationRetryTest {
    private final RegistrationRetry retry = new RegistrationRetry(100);

    @Test
    void eachFailureDoublesTheDelayUpToABound() {
        long[] delays = new long[6];
        for (int failure = 0; failure < delays.length; failure++) {
            retry.failed("refused");
            delays[failure] = retry.delayNanos();
        }
        assertThat(delays).containsExactly(100, 200, 400, 800, 800, 800);
    }

    @Test
    void aReasonIsNewsOnce() {
        assertThat(retry.failed("refused")).isTrue();
        assertThat(retry.failed("refused")).isFalse();
        assertThat(retry.failed("another")).isTrue();
        assertThat(retry.failed("refused")).isTrue();
    }

    @Test
    void anotherMasterIsAskedSoon() {
        retry.failed("refused");
        retry.failed("refused");

        retry.beginAnew();

        assertThat(retry.failed("refused")).isTrue();
        assertThat(retry.delayNanos()).isEqualTo(100);
    }
}
