package io.buddykv.quarkus.cache.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.KVClient;
import io.buddykv.client.TestingCluster;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CachedValuesTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingCaches.application()
            .setBeforeAllCustomizer(TestingCluster::start)
            .setAfterAllCustomizer(TestingCluster::end)
            .overrideRuntimeConfigKey("quarkus.cache.buddykv.expire-after-write", "1H")
            .overrideRuntimeConfigKey("quarkus.cache.buddykv.\"later\".prefix", "l*:");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Prices prices;

    @Inject
    KVClient client;

    @Inject
    @CacheName("prices")
    Cache cache;

    @Inject
    Vertx vertx;

    @Test
    void aValueIsComputedOnceUntilItIsForgotten() {
        Prices.Price first = prices.price("pen");
        assertThat(prices.price("pen")).isEqualTo(first);
        assertThat(client.get("cache:prices:\"pen\""))
                .contains("{\"article\":\"pen\",\"cents\":[" + first.cents().get(0) + "]}");
        prices.forget("pen");
        assertThat(prices.price("pen")).isNotEqualTo(first);
    }

    @Test
    void nothingIsKeptAsWell() {
        int before = prices.computed();
        assertThat(prices.nothing()).isNull();
        assertThat(prices.nothing()).isNull();
        assertThat(prices.computed()).isEqualTo(before + 1);
    }

    @Test
    void whatIsOfAnotherTypeIsComputedAnew() {
        client.set("cache:prices:\"ink\"", "no JSON");
        assertThat(prices.price("ink").article()).isEqualTo("ink");
        assertThat(client.get("cache:prices:\"ink\"").orElseThrow()).startsWith("{\"article\":\"ink\"");
    }

    @Test
    void allAreForgottenAndThoseOfOtherCachesStay() {
        client.set("cache:pricesOfOthers", "v");
        List<Prices.Price> before = List.of(prices.price("a"), prices.price("b"));
        prices.forgetAll();
        assertThat(List.of(prices.price("a"), prices.price("b"))).doesNotContainAnyElementsOf(before);
        assertThat(client.get("cache:pricesOfOthers")).contains("v");
    }

    @Test
    void thoseAreForgottenWhoseKeysAreWanted() {
        Prices.Price kept = prices.price("kept");
        Prices.Price dropped = prices.price("dropped");
        cache.invalidateIf(key -> key.equals("dropped")).await().atMost(PATIENCE);
        assertThat(prices.price("kept")).isEqualTo(kept);
        assertThat(prices.price("dropped")).isNotEqualTo(dropped);
    }

    @Test
    void whatIsForgottenWhileItIsComputedIsNotKept() {
        Prices.Price computed = new Prices.Price("old", List.of());
        assertThat(cache.get("computing", article -> {
                            cache.invalidate(article).await().atMost(PATIENCE);
                            return computed;
                        })
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo(computed);
        assertThat(client.exists("cache:prices:\"computing\"")).isFalse();

        assertThat(cache.getAsync("computing", article -> cache.invalidateAll().replaceWith(computed))
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo(computed);
        assertThat(client.exists("cache:prices:\"computing\"")).isFalse();

        prices.price("computing");
        assertThat(client.exists("cache:prices:\"computing\"")).isTrue();
    }

    @Test
    void anEventLoopGoesOnWhereItWasAndNothingBlocksIt() throws Exception {
        CompletableFuture<String> threads = new CompletableFuture<>();
        List<String> stored = prices.later("pen", 3).await().atMost(PATIENCE);
        vertx.getOrCreateContext().runOnContext(started -> {
            Thread loop = Thread.currentThread();
            Uni<List<String>> again = prices.later("pen", 3);
            Uni<Prices.Price> computed = cache.get("on a loop", article -> {
                assertThat(Thread.currentThread()).isSameAs(loop);
                return new Prices.Price(article, List.of());
            });
            Uni.combine()
                    .all()
                    .unis(again, computed)
                    .asTuple()
                    .subscribe()
                    .with(
                            both -> threads.complete(both.getItem1() + " "
                                    + both.getItem2().article() + " " + (Thread.currentThread() == loop)),
                            threads::completeExceptionally);
        });
        assertThat(threads.get(60, TimeUnit.SECONDS)).isEqualTo(stored + " on a loop true");
        assertThat(client.exists("l*:[\"pen\",3]")).isTrue();
    }
}
