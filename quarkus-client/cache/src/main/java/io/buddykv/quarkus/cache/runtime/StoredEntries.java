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

    StoredEntries(AsyncKVClient client, AsyncValues<byte[]> values, String prefix, SetOptions options) {
        this.client = client;
        this.values = values;
        this.prefix = prefix;
        this.options = options;
    }

    CompletionStage<Optional<byte[]>> get(String key) {
        return values.get(prefix + key);
    }

    CompletionStage<Boolean> set(String key, byte[] value) {
        return values.set(prefix + key, value, options);
    }

    CompletionStage<Void> remove(String key) {
        return removeAll(List.of(prefix + key));
    }

    /** Page by page; what is set meanwhile may be removed or not. */
    CompletionStage<Void> removeIf(Predicate<String> wanted) {
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
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return client.delete(keys).thenAccept(deleted -> {});
    }
}
