package io.buddykv.quarkus.cache.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.failure.KVException;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterAwayTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingCaches.application()
            .overrideRuntimeConfigKey("quarkus.buddykv.deadline", "1S")
            .overrideRuntimeConfigKey("quarkus.cache.buddykv.lookup-timeout", "100MS")
            .overrideRuntimeConfigKey("quarkus.cache.buddykv.retry-after", "1H");

    @Inject
    Prices prices;

    @Test
    void valuesAreComputedWithoutItAndNothingIsSaidToBeForgotten() {
        Prices.Price first = prices.price("pen");
        assertThat(prices.price("pen")).isNotEqualTo(first);
        assertThat(prices.later("pen", 1).await().atMost(Duration.ofSeconds(60)).get(0))
                .isEqualTo("pen");
        assertThatThrownBy(() -> prices.forget("pen")).isInstanceOf(KVException.class);
    }
}
