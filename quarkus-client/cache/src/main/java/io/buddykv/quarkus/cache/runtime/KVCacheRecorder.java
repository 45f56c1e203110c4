package io.buddykv.quarkus.cache.runtime;

import io.quarkus.cache.CacheManager;
import io.quarkus.cache.CacheManagerInfo;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.Map;
import java.util.function.Supplier;

/** What is left to do when the application starts. */
@Recorder
public class KVCacheRecorder {
    private final RuntimeValue<KVCachesConfig> config;

    public KVCacheRecorder(RuntimeValue<KVCachesConfig> config) {
        this.config = config;
    }

    /** @param valueTypes by cache, as Jackson writes them */
    public CacheManagerInfo caches(Map<String, String> valueTypes) {
        return new CacheManagerInfo() {
            @Override
            public boolean supports(Context context) {
                return context.cacheEnabled() && KVCaches.TYPE.equals(context.cacheType());
            }

            @Override
            public Supplier<CacheManager> get(Context context) {
                return () -> KVCaches.of(context.cacheNames(), valueTypes, config.getValue());
            }
        };
    }
}
