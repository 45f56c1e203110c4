package io.buddykv.quarkus.client.examples;

import io.buddykv.client.AsyncKVClient;
import io.buddykv.client.KVClient;
import io.buddykv.client.NearCache;
import io.buddykv.client.NearCacheSettings;
import io.buddykv.client.Transaction;
import io.buddykv.quarkus.client.KVClientName;
import io.buddykv.quarkus.client.MutinyKVClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How an application gets its clients, and what it does with them: the examples of the extension's page. */
@ApplicationScoped
public class Clients {
    @Inject
    KVClient client; // waits; for threads that may, virtual ones too

    @Inject
    AsyncKVClient async; // CompletionStage

    @Inject
    MutinyKVClient mutiny; // Uni, Multi

    @Inject
    @KVClientName("sessions")
    KVClient other; // quarkus.buddykv.sessions.*

    /** The value of a key as each of them sees it. */
    public List<String> seenByAll(String key) {
        return List.of(
                client.get(key).orElse(""),
                async.strings().get(key).toCompletableFuture().join().orElse(""),
                mutiny.strings().get(key).await().indefinitely().orElse(""),
                other.get(key).orElse(""));
    }

    public boolean allows(String key, int calls, Duration window) {
        List<Object> results =
                client.execute(new Transaction().increment(key, 1).expire(key, window.multipliedBy(2)));
        return (long) results.get(0) <= calls;
    }

    public Optional<String> near() {
        KVClient kv = client;
        try (NearCache near = kv.nearCache(NearCacheSettings.defaults().ofPrefix("price:"))) {
            return near.strings().get("price:7"); // from the cluster; then from memory, until it changes
        }
    }
}
