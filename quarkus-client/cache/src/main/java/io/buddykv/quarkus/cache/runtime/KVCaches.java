package io.buddykv.quarkus.cache.runtime;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.buddykv.client.AsyncKVClient;
import io.buddykv.client.Codec;
import io.buddykv.client.NearCache;
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
            Optional<NearCache> near = near(client, name, config);
            caches.put(
                    name,
                    new ClusterCache(
                            name,
                            new StoredEntries(
                                    client,
                                    near.map(its -> its.asyncValues(Codec.bytes()))
                                            .orElseGet(client::bytes),
                                    prefix(name, config),
                                    setting(name, config, CacheConfig::expireAfterWrite)
                                            .map(SetOptions::expiresIn)
                                            .orElse(SetOptions.none())),
                            new EntryFormat(mapper, type),
                            availability,
                            config.lookupTimeout(),
                            near));
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

    private static Optional<NearCache> near(AsyncKVClient client, String name, KVCachesConfig config) {
        return setting(name, config, CacheConfig::near)
                .filter(wanted -> wanted)
                .map(wanted -> client.nearCache(NearCacheSettings.defaults()
                        .ofPrefix(prefix(name, config))
                        .ofBytes(config.nearCache().maxSize().asLongValue())
                        .ofStaleness(config.nearCache().maxStaleness())));
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
