package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPortSettingsTest {
    @ParameterizedTest
    @CsvSource({"50, 2000", "300, 2000", "1000, 2000", "2500, 5000", "60000, 120000"})
    void aPromiseThatIsWaitedOutIsNoReasonToRefuse(int leaseMillis, long holdMillis) {
        assertThat(Duration.ofNanos(
                        ClientPortSettings.DEFAULT.withLease(leaseMillis).holdNanos()))
                .isEqualTo(Duration.ofMillis(holdMillis));
    }
}
