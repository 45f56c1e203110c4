package io.buddykv.client;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Values of one type, as {@link AsyncValues}, for threads that wait: cheap on virtual ones. Every method may throw a {@link
 * io.buddykv.client.failure.KVException}.
 *
 * @param <V> what the codec makes of octets
 */
public interface KVValues<V> {
    /** Empty where there is no such key. */
    Optional<V> get(String key);

    /** Keys of any slots, each read for itself; those that are not there are left out. */
    Map<String, V> getAll(Collection<String> keys);

    void set(String key, V value);

    /** Whether its condition held, so that it was set; true where it has none. */
    boolean set(String key, V value, SetOptions options);

    /** Each for itself: another client may see some of them before the others. */
    void setAll(Map<String, V> values);

    /** Sets it only where the present value has the same octets as {@code expected}. */
    boolean setIfEqual(String key, V expected, V value);

    /** Deletes it only where the present value has the same octets as {@code expected}. */
    boolean deleteIfEqual(String key, V expected);

    /** Whether there was such a key. */
    boolean delete(String key);

    /** Sets it, and gives the value before. */
    Optional<V> getAndSet(String key, V value);

    /** Deletes it, and gives its last value. */
    Optional<V> getAndDelete(String key);
}
