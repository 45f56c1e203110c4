package io.buddykv.quarkus.client;

import io.buddykv.client.AsyncKVClient;
import io.buddykv.client.Codec;
import io.buddykv.client.ScanPosition;
import io.buddykv.client.Transaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A cluster, as Mutiny has it. Nothing is sent before it is subscribed to, and each subscription sends it anew. */
public final class MutinyKVClient {
    private final AsyncKVClient client;

    public MutinyKVClient(AsyncKVClient client) {
        this.client = client;
    }

    /** The same client, for calls that may take as long as that: more than 0, and at most 60 s. */
    public MutinyKVClient withDeadline(Duration deadline) {
        return new MutinyKVClient(client.withDeadline(deadline));
    }

    public <V> MutinyValues<V> values(Codec<V> codec) {
        return new MutinyValues<>(client.values(codec));
    }

    public MutinyValues<String> strings() {
        return new MutinyValues<>(client.strings());
    }

    /** How many of these keys were there. */
    public Uni<Long> delete(Collection<String> keys) {
        return Uni.createFrom().completionStage(() -> client.delete(keys));
    }

    public Uni<Boolean> delete(String key) {
        return Uni.createFrom().completionStage(() -> client.delete(key));
    }

    public Uni<Boolean> exists(String key) {
        return Uni.createFrom().completionStage(() -> client.exists(key));
    }

    /** Whether there is such a key. */
    public Uni<Boolean> expire(String key, Duration timeToLive) {
        return Uni.createFrom().completionStage(() -> client.expire(key, timeToLive));
    }

    /** Empty where there is no such key, or it does not expire. */
    public Uni<Optional<Duration>> timeToLive(String key) {
        return Uni.createFrom().completionStage(() -> client.timeToLive(key));
    }

    /** The new value. */
    public Uni<Long> increment(String key, long by) {
        return Uni.createFrom().completionStage(() -> client.increment(key, by));
    }

    /** Carries the steps out as one, or none of them. */
    public Uni<List<Object>> execute(Transaction transaction) {
        return Uni.createFrom().completionStage(() -> client.execute(transaction));
    }

    /** All keys that match, page by page as they are wanted. */
    public Multi<String> scan(String pattern) {
        return scan(ScanPosition.of(pattern));
    }

    private Multi<String> scan(ScanPosition from) {
        return Uni.createFrom()
                .completionStage(() -> client.scan(from))
                .onItem()
                .transformToMulti(page -> {
                    Multi<String> keys = Multi.createFrom().iterable(page.keys());
                    return page.next()
                            .map(next -> Multi.createBy()
                                    .concatenating()
                                    .streams(keys, Multi.createFrom().deferred(() -> scan(next))))
                            .orElse(keys);
                });
    }
}
