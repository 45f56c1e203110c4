package io.buddykv.quarkus.cache.runtime;

import io.buddykv.quarkus.cache.runtime.EntryFormat.Computed;
import io.quarkus.cache.runtime.AbstractCache;
import io.quarkus.runtime.BlockingOperationControl;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A cache in the cluster: shared by all instances of the application, and there after they have ended. What is not in it is
 * computed by everyone who misses it. While the cluster does not answer values are computed without it, and nothing is kept;
 * an invalidation fails then, since what it should have removed is still there.
 *
 * <p>On a thread that may block, the value is looked up and computed on that thread; else nothing waits, and values are
 * computed on the caller's context.
 */
final class KVCache extends AbstractCache {
    private final String name;
    private final StoredEntries entries;
    private final EntryFormat format;
    private final Availability availability;
    private final Duration lookupTimeout;

    KVCache(String name, StoredEntries entries, EntryFormat format, Availability availability, Duration lookupTimeout) {
        this.name = name;
        this.entries = entries;
        this.format = format;
        this.availability = availability;
        this.lookupTimeout = lookupTimeout;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public <K, V> Uni<V> get(K key, Function<K, V> valueLoader) {
        Objects.requireNonNull(key, NULL_KEYS_NOT_SUPPORTED_MSG);
        return Uni.createFrom().deferred(() -> {
            if (BlockingOperationControl.isBlockingAllowed()) {
                return Uni.createFrom().item(this.<K, V>getWaiting(key, valueLoader));
            }
            return lookUp(key, computed -> Uni.createFrom().item(() -> valueLoader.apply(computed)));
        });
    }

    @Override
    public <K, V> Uni<V> getAsync(K key, Function<K, Uni<V>> valueLoader) {
        Objects.requireNonNull(key, NULL_KEYS_NOT_SUPPORTED_MSG);
        return Uni.createFrom().deferred(() -> lookUp(key, valueLoader));
    }

    private <K, V> V getWaiting(K key, Function<K, V> valueLoader) {
        String stored = format.key(key);
        if (!availability.askable()) {
            return valueLoader.apply(key);
        }
        try {
            Optional<Computed<Object>> found = waitFor(entries.get(stored)).flatMap(format::readValue);
            if (found.isPresent()) {
                return valueOf(found.get());
            }
        } catch (ExecutionException | TimeoutException e) {
            availability.failed(name, e);
            return valueLoader.apply(key);
        }
        V value = valueLoader.apply(key);
        try {
            waitFor(entries.set(stored, format.value(value)));
        } catch (ExecutionException | TimeoutException e) {
            availability.failed(name, e);
        }
        return value;
    }

    private <T> T waitFor(CompletionStage<T> stage) throws ExecutionException, TimeoutException {
        try {
            return stage.toCompletableFuture().get(lookupTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        }
    }

    private <K, V> Uni<V> lookUp(K key, Function<K, Uni<V>> valueLoader) {
        String stored = format.key(key);
        if (!availability.askable()) {
            return valueLoader.apply(key);
        }
        return Uni.createFrom()
                .completionStage(() -> entries.get(stored))
                .ifNoItem()
                .after(lookupTimeout)
                .fail()
                .map(found -> new Lookup(true, found.flatMap(format::readValue)))
                .onFailure()
                .recoverWithItem(why -> {
                    availability.failed(name, why);
                    return new Lookup(false, Optional.empty());
                })
                .emitOn(callersContext())
                .chain(found -> {
                    if (found.value().isPresent()) {
                        return Uni.createFrom()
                                .item(this.<V>valueOf(found.value().get()));
                    }
                    Uni<V> computed = valueLoader.apply(key);
                    return found.answered() ? computed.invoke(value -> keep(stored, value)) : computed;
                });
    }

    /** What was looked up. @param answered whether the cluster did */
    private record Lookup(boolean answered, Optional<Computed<Object>> value) {}

    /** Nobody waits for it. */
    private void keep(String stored, Object value) {
        entries.set(stored, format.value(value)).whenComplete((set, why) -> {
            if (why != null) {
                availability.failed(name, why);
            }
        });
    }

    /** Where a caller goes on who does not wait: its Vert.x context, or one of the application's threads. */
    private static Executor callersContext() {
        Context context = Vertx.currentContext();
        if (context == null) {
            return Infrastructure.getDefaultExecutor();
        }
        return task -> context.runOnContext(ignored -> task.run());
    }

    @SuppressWarnings("unchecked") // The type of the cache's values was told when it was built.
    private <V> V valueOf(Computed<Object> found) {
        return (V) found.value();
    }

    @Override
    public Uni<Void> invalidate(Object key) {
        Objects.requireNonNull(key, NULL_KEYS_NOT_SUPPORTED_MSG);
        return changing(() -> entries.remove(format.key(key)));
    }

    @Override
    public Uni<Void> invalidateAll() {
        return changing(() -> entries.removeIf(key -> true));
    }

    /** The predicate sees keys as JSON has them: whole numbers as {@code Long}. */
    @Override
    public Uni<Void> invalidateIf(Predicate<Object> predicate) {
        return changing(() -> entries.removeIf(key -> predicate.test(format.readKey(key, getDefaultKey()))));
    }

    private Uni<Void> changing(Supplier<CompletionStage<Void>> change) {
        return Uni.createFrom().deferred(() -> {
            Executor goesOn = BlockingOperationControl.isBlockingAllowed()
                    ? Infrastructure.getDefaultExecutor()
                    : callersContext();
            return Uni.createFrom().completionStage(change).emitOn(goesOn);
        });
    }
}
