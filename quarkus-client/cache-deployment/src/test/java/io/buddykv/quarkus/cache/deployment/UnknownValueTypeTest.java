package io.buddykv.quarkus.cache.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnknownValueTypeTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingCaches.application()
            .withApplicationRoot(jar -> jar.addClass(ByHand.class))
            .assertException(
                    why -> assertThat(why).hasMessageContaining("quarkus.cache.buddykv.\"by-hand\".value-type"));

    @ApplicationScoped
    static class ByHand {
        @Inject
        @CacheName("by-hand")
        Cache cache;
    }

    @Test
    void theApplicationIsNotBuilt() {
        Assertions.fail("it was built");
    }
}
