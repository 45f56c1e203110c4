package io.buddykv.client;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Values of one type, for threads that wait. */
final class BlockingValues<V> implements KVValues<V> {
    private final BlockingClient client;
    private final AsyncValues<V> values;

    BlockingValues(BlockingClient client, AsyncValues<V> values) {
        this.client = client;
        this.values = values;
    }

    @Override
    public Optional<V> get(String key) {
        return client.await(values.get(key));
    }

    @Override
    public Map<String, V> getAll(Collection<String> keys) {
        return client.await(values.getAll(keys));
    }

    @Override
    public void set(String key, V value) {
        client.await(values.set(key, value));
    }

    @Override
    public boolean set(String key, V value, SetOptions options) {
        return client.await(values.set(key, value, options));
    }

    @Override
    public void setAll(Map<String, V> all) {
        client.await(values.setAll(all));
    }

    @Override
    public boolean setIfEqual(String key, V expected, V value) {
        return client.await(values.setIfEqual(key, expected, value));
    }

    @Override
    public boolean deleteIfEqual(String key, V expected) {
        return client.await(values.deleteIfEqual(key, expected));
    }

    @Override
    public boolean delete(String key) {
        return client.await(values.delete(key));
    }

    @Override
    public Optional<V> getAndSet(String key, V value) {
        return client.await(values.getAndSet(key, value));
    }

    @Override
    public Optional<V> getAndDelete(String key) {
        return client.await(values.getAndDelete(key));
    }
}
