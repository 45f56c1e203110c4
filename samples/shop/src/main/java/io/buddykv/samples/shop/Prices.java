package io.buddykv.samples.shop;

import io.buddykv.client.NearCacheFigures;
import io.buddykv.quarkus.cache.KVCache;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheInvalidate;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A slow call whose answer is kept for a minute, in the cluster for all processes of the application and near in each of
 * them; without the cluster it is made each time.
 */
@ApplicationScoped
public class Prices {
    static final String CACHE = "prices";

    private final Cache cache;
    private final AtomicInteger asked = new AtomicInteger();

    public Prices(@CacheName(CACHE) Cache cache) {
        this.cache = cache;
    }

    @CacheResult(cacheName = CACHE)
    public Uni<String> of(String article) {
        return Uni.createFrom().item(() -> article.length() + "." + asked.incrementAndGet());
    }

    /** This process does not know it any more from then on, others soon after. */
    @CacheInvalidate(cacheName = CACHE)
    public Uni<Void> forget(String article) {
        return Uni.createFrom().voidItem();
    }

    /** How many were answered from the memory of this process. */
    public long fromMemory() {
        return cache.as(KVCache.class).nearFigures().map(NearCacheFigures::hits).orElse(0L);
    }
}
