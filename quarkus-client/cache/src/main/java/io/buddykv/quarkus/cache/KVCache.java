package io.buddykv.quarkus.cache;

import io.buddykv.client.NearCacheFigures;
import io.quarkus.cache.Cache;
import java.util.Optional;

/** What a cache in a BuddyKV cluster is beside a {@link Cache}: {@code cache.as(KVCache.class)}. */
public interface KVCache extends Cache {
    /** Of the values that this process keeps itself; empty where it keeps none. */
    Optional<NearCacheFigures> nearFigures();
}
