package io.buddykv.quarkus.cache.runtime;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/** What is decided of caches while the application is built. */
@ConfigMapping(prefix = "quarkus.cache.buddykv")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface KVCacheTypesConfig {
    /** The caches. */
    @ConfigDocMapKey("cache-name")
    @WithParentName
    Map<String, TypeConfig> caches();

    /** One cache. */
    interface TypeConfig {
        /**
         * What its values are, as `java.util.List<java.lang.String>`. Without it, what the methods return that have
         * `@CacheResult` with its name.
         */
        Optional<String> valueType();
    }
}
