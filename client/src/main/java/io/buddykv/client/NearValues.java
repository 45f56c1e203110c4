package io.buddykv.client;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Values of one type, read through a near cache; writes go to the cluster, and what is kept of their keys is dropped. */
final class NearValues<V> implements AsyncValues<V> {
    private final ClusterClient client;
    private final AsyncValues<V> values;
    private final AsyncValues<byte[]> octets;
    private final Codec<V> codec;
    private final NearEntries near;
    private final String prefix;

    NearValues(ClusterClient client, Codec<V> codec, NearEntries near, String prefix) {
        this.client = client;
        this.values = client.values(codec);
        this.octets = client.bytes();
        this.codec = codec;
        this.near = near;
        this.prefix = prefix;
    }

    @Override
    public CompletionStage<Optional<V>> get(String key) {
        if (!key.startsWith(prefix)) {
            return values.get(key);
        }
        NearEntries.Entry entry = near.find(key);
        if (entry != null) {
            return CompletableFuture.completedFuture(decoded(entry.octets()));
        }
        int range = client.range(key);
        NearEntries.Fill fill = range < 0 ? null : near.begin(key, range);
        return fill == null ? read(key) : fill(key, fill);
    }

    private CompletionStage<Optional<V>> read(String key) {
        return octets.get(key).thenApply(found -> {
            byte[] value = found.orElse(null);
            near.given(key, value);
            return decoded(value);
        });
    }

    /** The time to live is asked for first: whatever changes it, or the value, after that spoils the fill. */
    private CompletionStage<Optional<V>> fill(String key, NearEntries.Fill fill) {
        long asked = System.nanoTime();
        CompletionStage<Optional<Duration>> timeToLive = client.timeToLive(key);
        return octets.get(key)
                .thenCombine(timeToLive, (found, left) -> {
                    byte[] value = found.orElse(null);
                    near.filled(
                            key,
                            fill,
                            value,
                            left.isPresent(),
                            asked + left.map(Duration::toNanos).orElse(0L));
                    return decoded(value);
                })
                .whenComplete((value, failure) -> {
                    if (failure != null) {
                        near.failed(key, fill);
                    }
                });
    }

    /** What is kept is not given away where the application could change it. */
    private Optional<V> decoded(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(codec.decode(codec == PlainCodecs.BYTES ? value.clone() : value));
    }

    @Override
    public CompletionStage<Map<String, V>> getAll(Collection<String> keys) {
        Map<String, CompletableFuture<Optional<V>>> calls = new LinkedHashMap<>();
        keys.forEach(key -> calls.computeIfAbsent(key, each -> get(each).toCompletableFuture()));
        return CompletableFuture.allOf(calls.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<String, V> found = new LinkedHashMap<>();
                    calls.forEach((key, call) -> call.join().ifPresent(value -> found.put(key, value)));
                    return found;
                });
    }

    private <T> CompletionStage<T> written(String key, CompletionStage<T> write) {
        return write.whenComplete((result, failure) -> near.spoil(key));
    }

    @Override
    public CompletionStage<Void> set(String key, V value) {
        return written(key, values.set(key, value));
    }

    @Override
    public CompletionStage<Boolean> set(String key, V value, SetOptions options) {
        return written(key, values.set(key, value, options));
    }

    @Override
    public CompletionStage<Void> setAll(Map<String, V> all) {
        return CompletableFuture.allOf(all.entrySet().stream()
                .map(entry -> set(entry.getKey(), entry.getValue()).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletionStage<Boolean> setIfEqual(String key, V expected, V value) {
        return written(key, values.setIfEqual(key, expected, value));
    }

    @Override
    public CompletionStage<Boolean> deleteIfEqual(String key, V expected) {
        return written(key, values.deleteIfEqual(key, expected));
    }

    @Override
    public CompletionStage<Boolean> delete(String key) {
        return written(key, values.delete(key));
    }

    @Override
    public CompletionStage<Optional<V>> getAndSet(String key, V value) {
        return written(key, values.getAndSet(key, value));
    }

    @Override
    public CompletionStage<Optional<V>> getAndDelete(String key) {
        return written(key, values.getAndDelete(key));
    }
}
