package io.buddykv.client;

import io.buddykv.client.failure.CallTimeoutException;
import io.buddykv.client.failure.KVException;
import io.buddykv.topology.ClusterMap;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/** The same calls, for threads that wait. */
final class BlockingClient implements KVClient {
    /** Calls end by themselves at their deadline; whoever waits longer than this beyond it waits for nothing. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ClusterClient client;
    private final KVValues<String> strings;
    private final KVValues<byte[]> bytes;

    BlockingClient(ClusterClient client) {
        this.client = client;
        this.strings = new BlockingValues<>(this, client.strings());
        this.bytes = new BlockingValues<>(this, client.bytes());
    }

    /** Whether this thread may wait for room for a call: an event loop may not. */
    static boolean mayWait() {
        return !(Thread.currentThread() instanceof FastThreadLocalThread);
    }

    <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .get(client.settings().deadline().toNanos() + GRACE_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw rethrown(failed.getCause());
        } catch (TimeoutException late) {
            throw new CallTimeoutException(
                    "the client's event loops stand still; whether a write happened is not known",
                    CallTimeoutException.Outcome.UNKNOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallTimeoutException(
                    "interrupted; whether a write happened is not known", CallTimeoutException.Outcome.UNKNOWN);
        }
    }

    /** With the trace of the thread that waited. */
    private static RuntimeException rethrown(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof KVException ours) {
            ours.fillInStackTrace();
            return ours;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    @Override
    public AsyncKVClient async() {
        return client;
    }

    @Override
    public KVClient withDeadline(Duration deadline) {
        return client.withDeadline(deadline).blocking();
    }

    @Override
    public <V> KVValues<V> values(Codec<V> codec) {
        return waitingFor(client.values(codec));
    }

    <V> KVValues<V> waitingFor(AsyncValues<V> values) {
        return new BlockingValues<>(this, values);
    }

    @Override
    public KVValues<String> strings() {
        return strings;
    }

    @Override
    public KVValues<byte[]> bytes() {
        return bytes;
    }

    @Override
    public long delete(Collection<String> keys) {
        return await(client.delete(keys));
    }

    @Override
    public boolean delete(String key) {
        return await(client.delete(key));
    }

    @Override
    public boolean exists(String key) {
        return await(client.exists(key));
    }

    @Override
    public boolean expire(String key, Duration timeToLive) {
        return await(client.expire(key, timeToLive));
    }

    @Override
    public boolean persist(String key) {
        return await(client.persist(key));
    }

    @Override
    public Optional<Duration> timeToLive(String key) {
        return await(client.timeToLive(key));
    }

    @Override
    public long increment(String key, long by) {
        return await(client.increment(key, by));
    }

    @Override
    public <T> List<T> batch(Function<AsyncKVClient, List<CompletionStage<T>>> calls) {
        return calls.apply(client).stream().map(this::await).toList();
    }

    @Override
    public List<Object> execute(Transaction transaction) {
        return await(client.execute(transaction));
    }

    @Override
    public Stream<String> scan(String pattern) {
        return Stream.iterate(await(client.scan(ScanPosition.of(pattern))), page -> page != null, page -> page.next()
                        .map(next -> await(client.scan(next)))
                        .orElse(null))
                .flatMap(page -> page.keys().stream());
    }

    @Override
    public Watch watch(String key, ChangeListener listener) {
        return await(client.watch(key, listener));
    }

    @Override
    public Watch watchPrefix(String prefix, ChangeListener listener) {
        return await(client.watchPrefix(prefix, listener));
    }

    @Override
    public NearCache nearCache(NearCacheSettings settings) {
        return client.nearCache(settings);
    }

    @Override
    public ClientFigures figures() {
        return client.figures();
    }

    @Override
    public Optional<ClusterMap> clusterMap() {
        return client.clusterMap();
    }

    @Override
    public void close() {
        client.close();
    }
}
