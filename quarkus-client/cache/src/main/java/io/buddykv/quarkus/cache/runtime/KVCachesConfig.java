package io.buddykv.quarkus.cache.runtime;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigDocSection;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Caches in a BuddyKV cluster. */
@ConfigMapping(prefix = "quarkus.cache.buddykv")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface KVCachesConfig {
    /** What holds for every cache that has no word of its own. */
    @WithParentName
    CacheConfig ofAll();

    /** The caches that have some of their own. */
    @ConfigDocSection
    @ConfigDocMapKey("cache-name")
    @WithParentName
    @WithDefaults
    Map<String, CacheConfig> caches();

    /** The near caches: each cache that has one has its own. */
    NearCacheConfig nearCache();

    /** The name of the client; without it, the default client. */
    Optional<String> clientName();

    /** How long the cluster is waited for before the value is computed without it. */
    @WithDefault("500MS")
    Duration lookupTimeout();

    /** For how long values are computed without asking, once the cluster has not answered. */
    @WithDefault("1S")
    Duration retryAfter();

    /** One cache. */
    interface CacheConfig {
        /** How long a value is kept after it was computed; without it, for ever. */
        Optional<Duration> expireAfterWrite();

        /** With what its keys begin in the cluster; `cache:`, the cache's name and `:` without it. */
        Optional<String> prefix();

        /** Whether values are kept in this process too, as long as the cluster says that they have not changed. */
        Optional<Boolean> near();
    }

    /** Values that are kept in this process. */
    interface NearCacheConfig {
        /** Of the keys and values of one cache. */
        @WithDefault("16M")
        MemorySize maxSize();

        /** How old a value may be that is given from memory. */
        @WithDefault("500MS")
        Duration maxStaleness();
    }
}
