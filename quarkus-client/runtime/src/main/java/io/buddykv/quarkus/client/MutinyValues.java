package io.buddykv.quarkus.client;

import io.buddykv.client.AsyncValues;
import io.buddykv.client.SetOptions;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Values of one type, as Mutiny has it; see {@link AsyncValues}.
 *
 * @param <V> what the codec makes of octets
 */
public final class MutinyValues<V> {
    private final AsyncValues<V> values;

    MutinyValues(AsyncValues<V> values) {
        this.values = values;
    }

    public Uni<Optional<V>> get(String key) {
        return Uni.createFrom().completionStage(() -> values.get(key));
    }

    public Uni<Map<String, V>> getAll(Collection<String> keys) {
        return Uni.createFrom().completionStage(() -> values.getAll(keys));
    }

    public Uni<Void> set(String key, V value) {
        return Uni.createFrom().completionStage(() -> values.set(key, value));
    }

    public Uni<Boolean> set(String key, V value, SetOptions options) {
        return Uni.createFrom().completionStage(() -> values.set(key, value, options));
    }

    public Uni<Void> setAll(Map<String, V> all) {
        return Uni.createFrom().completionStage(() -> values.setAll(all));
    }

    public Uni<Boolean> setIfEqual(String key, V expected, V value) {
        return Uni.createFrom().completionStage(() -> values.setIfEqual(key, expected, value));
    }

    public Uni<Boolean> deleteIfEqual(String key, V expected) {
        return Uni.createFrom().completionStage(() -> values.deleteIfEqual(key, expected));
    }

    public Uni<Boolean> delete(String key) {
        return Uni.createFrom().completionStage(() -> values.delete(key));
    }

    public Uni<Optional<V>> getAndSet(String key, V value) {
        return Uni.createFrom().completionStage(() -> values.getAndSet(key, value));
    }

    public Uni<Optional<V>> getAndDelete(String key) {
        return Uni.createFrom().completionStage(() -> values.getAndDelete(key));
    }
}
