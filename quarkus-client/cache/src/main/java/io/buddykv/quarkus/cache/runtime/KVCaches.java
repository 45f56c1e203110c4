package io.buddykv.quarkus.cache.runtime;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.buddykv.client.AsyncKVClient;
import io.buddykv.client.AsyncValues;
import io.buddykv.client.Codec;
import io.buddykv.client.NearCacheSettings;
import io.buddykv.client.SetOptions;
import io.buddykv.quarkus.cache.runtime.KVCachesConfig.CacheConfig;
import io.buddykv.quarkus.client.runtime.KVClients;
import io.buddykv.quarkus.client.runtime.KVClientsConfig;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheManager;
import io.quarkus.cache.runtime.CacheManagerImpl;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes the caches of an application out of what is said of them. */
final class KVCaches {
    /** As {@code quarkus.cache.type} has it. */
    static final String TYPE = "buddykv";

    private KVCaches() {}

    static CacheManager of(Set<String> names, Map<String, String> valueTypes, KVCachesConfig config) {
        AsyncKVClient client = Arc.container()
                .instance(KVClients.class)
                .get()
                .activeClient(config.clientName().orElse(KVClientsConfig.DEFAULT_NAME))
                .async();
        ObjectMapper mapper = mapper();
        Availability availability = new Availability(config.retryAfter(), System::nanoTime);
        Map<String, Cache> caches = new HashMap<>();
        for (String name : names) {
            JavaType type = mapper.getTypeFactory().constructFromCanonical(valueTypes.get(name));
            caches.put(
                    name,
                    new KVCache(
                            name,
                            new StoredEntries(
                                    client,
                                    values(client, name, config),
                                    prefix(name, config),
                                    setting(name, config, CacheConfig::expireAfterWrite)
                                            .map(SetOptions::expiresIn)
                                            .orElse(SetOptions.none())),
                            new EntryFormat(mapper, type),
                            availability,
                            config.lookupTimeout()));
        }
        return new CacheManagerImpl(caches);
    }

    /** The application's, where it has one. */
    private static ObjectMapper mapper() {
        try (InstanceHandle<ObjectMapper> its = Arc.container().instance(ObjectMapper.class)) {
            ObjectMapper found =
                    its.isAvailable() ? its.get() : JsonMapper.builder().build();
            return found.copy()
                    .setTypeFactory(found.getTypeFactory()
                            .withClassLoader(Thread.currentThread().getContextClassLoader()));
        }
    }

    private static AsyncValues<byte[]> values(AsyncKVClient client, String name, KVCachesConfig config) {
        if (!setting(name, config, CacheConfig::near).orElse(false)) {
            return client.bytes();
        }
        Duration staleness = config.nearCache().maxStaleness();
        return client.nearCache(NearCacheSettings.defaults()
                        .ofPrefix(prefix(name, config))
                        .ofBytes(config.nearCache().maxSize().asLongValue())
                        .ofStaleness(staleness))
                .asyncValues(Codec.bytes());
    }

    private static String prefix(String name, KVCachesConfig config) {
        return Optional.ofNullable(config.caches().get(name))
                .flatMap(CacheConfig::prefix)
                .or(() -> config.ofAll().prefix().map(all -> all + name + ":"))
                .orElse("cache:" + name + ":");
    }

    private static <T> Optional<T> setting(
            String name, KVCachesConfig config, Function<CacheConfig, Optional<T>> setting) {
        return Optional.ofNullable(config.caches().get(name)).flatMap(setting).or(() -> setting.apply(config.ofAll()));
    }
}
