package io.buddykv.client;

import static io.buddykv.client.ClusterClient.octets;

import io.buddykv.client.call.Call;
import io.buddykv.client.failure.TooLargeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Values of one type, each call routed by its key. */
final class RoutedValues<V> implements AsyncValues<V> {
    private static final byte[] GET = octets("GET");
    private static final byte[] SET = octets("SET");
    private static final byte[] IFEQ = octets("IFEQ");
    private static final byte[] DELIFEQ = octets("DELIFEQ");
    private static final byte[] GETDEL = octets("GETDEL");

    private final ClusterClient client;
    private final Codec<V> codec;

    RoutedValues(ClusterClient client, Codec<V> codec) {
        this.client = client;
        this.codec = codec;
    }

    private byte[] encoded(V value) {
        byte[] octets = codec.encode(value);
        if (octets.length > client.settings().maxValueBytes()) {
            throw new TooLargeException("a value of " + octets.length + " octets; maxValueBytes is "
                    + client.settings().maxValueBytes());
        }
        return octets;
    }

    @Override
    public Call<Optional<V>> get(String key) {
        return client.read("GET", key, Answers.optional(codec), GET, octets(key));
    }

    @Override
    public CompletionStage<Map<String, V>> getAll(Collection<String> keys) {
        Map<String, CompletableFuture<Optional<V>>> calls = new LinkedHashMap<>();
        keys.forEach(key -> calls.computeIfAbsent(key, this::get));
        return CompletableFuture.allOf(calls.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<String, V> found = new LinkedHashMap<>();
                    calls.forEach((key, call) -> call.join().ifPresent(value -> found.put(key, value)));
                    return found;
                });
    }

    @Override
    public Call<Void> set(String key, V value) {
        return client.write("SET", key, Answers::nothing, SET, octets(key), encoded(value));
    }

    @Override
    public Call<Boolean> set(String key, V value, SetOptions options) {
        List<byte[]> arguments = new ArrayList<>(List.of(SET, octets(key), encoded(value)));
        options.arguments().forEach(option -> arguments.add(octets(option)));
        return client.write("SET", key, Answers::isOk, arguments.toArray(byte[][]::new));
    }

    @Override
    public CompletionStage<Void> setAll(Map<String, V> values) {
        return CompletableFuture.allOf(values.entrySet().stream()
                .map(entry -> set(entry.getKey(), entry.getValue()))
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public Call<Boolean> setIfEqual(String key, V expected, V value) {
        return client.write("SET", key, Answers::isOk, SET, octets(key), encoded(value), IFEQ, codec.encode(expected));
    }

    @Override
    public Call<Boolean> deleteIfEqual(String key, V expected) {
        return client.write("DELIFEQ", key, Answers::isOne, DELIFEQ, octets(key), codec.encode(expected));
    }

    @Override
    public Call<Boolean> delete(String key) {
        return client.delete(key);
    }

    @Override
    public Call<Optional<V>> getAndSet(String key, V value) {
        return client.write("SET", key, Answers.optional(codec), SET, octets(key), encoded(value), GET);
    }

    @Override
    public Call<Optional<V>> getAndDelete(String key) {
        return client.write("GETDEL", key, Answers.optional(codec), GETDEL, octets(key));
    }
}
