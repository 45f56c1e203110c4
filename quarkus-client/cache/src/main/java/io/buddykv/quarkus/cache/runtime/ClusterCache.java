package io.buddykv.quarkus.cache.runtime;

import io.buddykv.client.NearCache;
import io.buddykv.client.NearCacheFigures;
import io.buddykv.quarkus.cache.KVCache;
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
final class ClusterCache extends AbstractCache implements KVCache {
    private final String name;
    private final StoredEntries entries;
    private final EntryFormat format;
    private final Availability availability;
    private final Duration lookupTimeout;
    private final Optional<NearCache> near;

    ClusterCache(
            String name,
            StoredEntries entries,
            EntryFormat format,
            Availability availability,
            Duration lookupTimeout,
            Optional<NearCache> near) {
        this.name = name;
        this.entries = entries;
        this.format = format;
        this.availability = availability;
        this.lookupTimeout = lookupTimeout;
        this.near = near;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Optional<NearCacheFigures> nearFigures() {
        return near.map(NearCache::figures);
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
        boolean answered = false;
        long invalidated = entries.invalidations(stored);
        try {
            Optional<Computed<Object>> found = waitFor(entries.get(stored)).flatMap(format::readValue);
            if (found.isPresent()) {
                return valueOf(found.get());
            }
            answered = true;
        } catch (ExecutionException | TimeoutException e) {
            availability.failed(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        V value = valueLoader.apply(key);
        if (answered) {
            keepWaiting(stored, value, invalidated);
        }
        return value;
    }

    private void keepWaiting(String stored, Object value, long invalidated) {
        try {
            waitFor(entries.set(stored, format.value(value), invalidated));
        } catch (ExecutionException | TimeoutException e) {
            availability.failed(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T waitFor(CompletionStage<T> stage) throws ExecutionException, TimeoutException, InterruptedException {
        return stage.toCompletableFuture().get(lookupTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private <K, V> Uni<V> lookUp(K key, Function<K, Uni<V>> valueLoader) {
        String stored = format.key(key);
        if (!availability.askable()) {
            return valueLoader.apply(key);
        }
        Executor goesOn = callersContext();
        long invalidated = entries.invalidations(stored);
        return inTime(() -> entries.get(stored))
                .map(found -> new Lookup(true, found.flatMap(format::readValue)))
                .onFailure()
                .recoverWithItem(why -> {
                    availability.failed(name, why);
                    return new Lookup(false, Optional.empty());
                })
                .emitOn(goesOn)
                .chain(found -> {
                    if (found.value().isPresent()) {
                        return Uni.createFrom()
                                .item(this.<V>valueOf(found.value().get()));
                    }
                    Uni<V> computed = valueLoader.apply(key);
                    return found.answered()
                            ? computed.call(value -> keep(stored, value, invalidated))
                                    .emitOn(goesOn)
                            : computed;
                });
    }

    /** What was looked up. @param answered whether the cluster did */
    private record Lookup(boolean answered, Optional<Computed<Object>> value) {}

    /** Ends when it is kept, or when that has failed: whoever invalidates it then comes after it. */
    private Uni<Boolean> keep(String stored, Object value, long invalidated) {
        byte[] octets = format.value(value);
        return inTime(() -> entries.set(stored, octets, invalidated))
                .onFailure()
                .recoverWithItem(why -> {
                    availability.failed(name, why);
                    return false;
                });
    }

    private <T> Uni<T> inTime(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom()
                .completionStage(call)
                .ifNoItem()
                .after(lookupTimeout)
                .fail();
    }

    /** Where a caller goes on: its Vert.x context where it must not block, else one of the application's threads. */
    private static Executor callersContext() {
        Context context = Vertx.currentContext();
        if (context == null || BlockingOperationControl.isBlockingAllowed()) {
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
        return Uni.createFrom()
                .deferred(() -> Uni.createFrom().completionStage(change).emitOn(callersContext()));
    }
}
