package io.buddykv.client;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Values of one type. Every stage ends by a result or by a {@link io.buddykv.client.failure.KVException}.
 *
 * @param <V> what the codec makes of octets
 */
public interface AsyncValues<V> {
    /** Empty where there is no such key. */
    CompletionStage<Optional<V>> get(String key);

    /** Keys of any slots, each read for itself; those that are not there are left out. */
    CompletionStage<Map<String, V>> getAll(Collection<String> keys);

    CompletionStage<Void> set(String key, V value);

    /** Whether its condition held, so that it was set; true where it has none. */
    CompletionStage<Boolean> set(String key, V value, SetOptions options);

    /** Each for itself: another client may see some of them before the others. */
    CompletionStage<Void> setAll(Map<String, V> values);

    /** Sets it only where the present value has the same octets as {@code expected}. */
    CompletionStage<Boolean> setIfEqual(String key, V expected, V value);

    /** Deletes it only where the present value has the same octets as {@code expected}. */
    CompletionStage<Boolean> deleteIfEqual(String key, V expected);

    /** Whether there was such a key. */
    CompletionStage<Boolean> delete(String key);

    /** Sets it, and gives the value before. */
    CompletionStage<Optional<V>> getAndSet(String key, V value);

    /** Deletes it, and gives its last value. */
    CompletionStage<Optional<V>> getAndDelete(String key);
}
