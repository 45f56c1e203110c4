package io.buddykv.quarkus.cache.runtime;

import io.buddykv.client.AsyncKVClient;
import io.buddykv.client.AsyncValues;
import io.buddykv.client.ScanPage;
import io.buddykv.client.ScanPosition;
import io.buddykv.client.SetOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The entries of one cache in the cluster, under the prefix that is theirs. */
final class StoredEntries {
    private static final Pattern SPECIAL = Pattern.compile("[*?\\[\\]\\\\]");

    private final AsyncKVClient client;
    private final AsyncValues<byte[]> values;
    private final String prefix;
    private final SetOptions options;
    private final Invalidations invalidations = new Invalidations();

    StoredEntries(AsyncKVClient client, AsyncValues<byte[]> values, String prefix, SetOptions options) {
        this.client = client;
        this.values = values;
        this.prefix = prefix;
        this.options = options;
    }

    CompletionStage<Optional<byte[]>> get(String key) {
        return values.get(prefix + key);
    }

    /** To be asked for before the value is looked up that may be stored later. */
    long invalidations(String key) {
        return invalidations.count(prefix + key);
    }

    /** Whether it was stored: not where the key was invalidated since it had been so many times. */
    CompletionStage<Boolean> set(String key, byte[] value, long invalidated) {
        String stored = prefix + key;
        return invalidations
                .unlessSince(invalidated, stored, () -> values.set(stored, value, options))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    CompletionStage<Void> remove(String key) {
        return removeAll(List.of(prefix + key));
    }

    /** Page by page; what is set meanwhile may be removed or not. */
    CompletionStage<Void> removeIf(Predicate<String> wanted) {
        invalidations.ofAll();
        return removeFrom(ScanPosition.of(SPECIAL.matcher(prefix).replaceAll("\\\\$0") + "*"), wanted);
    }

    private CompletionStage<Void> removeFrom(ScanPosition from, Predicate<String> wanted) {
        return client.scan(from)
                .thenCompose(page -> removeAll(chosen(page, wanted)).thenCompose(removed -> page.next()
                        .map(next -> removeFrom(next, wanted))
                        .orElseGet(() -> CompletableFuture.completedFuture(null))));
    }

    private List<String> chosen(ScanPage page, Predicate<String> wanted) {
        List<String> chosen = new ArrayList<>();
        for (String key : page.keys()) {
            if (key.startsWith(prefix) && wanted.test(key.substring(prefix.length()))) {
                chosen.add(key);
            }
        }
        return chosen;
    }

    private CompletionStage<Void> removeAll(List<String> keys) {
        return CompletableFuture.allOf(keys.stream()
                .map(key -> invalidations.of(key, () -> values.delete(key)).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
