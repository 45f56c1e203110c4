package io.buddykv.quarkus.cache.deployment;

import io.quarkus.cache.CacheInvalidate;
import io.quarkus.cache.CacheInvalidateAll;
import io.quarkus.cache.CacheKey;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what was computed. */
@ApplicationScoped
public class Prices {
    record Price(String article, List<Integer> cents) {}

    private final AtomicInteger computed = new AtomicInteger();

    @CacheResult(cacheName = "prices")
    Price price(String article) {
        return new Price(article, List.of(computed.incrementAndGet()));
    }

    @CacheResult(cacheName = "later")
    Uni<List<String>> later(String article, int size) {
        return Uni.createFrom().item(() -> List.of(article, size + "/" + computed.incrementAndGet()));
    }

    @CacheResult(cacheName = "nothing")
    String nothing() {
        computed.incrementAndGet();
        return null;
    }

    @CacheInvalidate(cacheName = "prices")
    void forget(@CacheKey String article) {}

    @CacheInvalidateAll(cacheName = "prices")
    void forgetAll() {}

    int computed() {
        return computed.get();
    }
}
