package io.buddykv.client;

import io.buddykv.topology.ClusterMap;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A cluster, as stages. Safe for any thread; one client is enough for an application.
 *
 * <p>Calls are sent as they come, without one waiting for the other, and what comes together is sent together. Calls on
 * one key are carried out in their order unless a failure comes between: then one may be repeated behind a later one.
 *
 * <p>Stages end on the client's event loops: what depends on them must not block there. When {@code maxCalls} are under way,
 * further ones end at once with {@link io.buddykv.client.failure.TooManyCallsException}.
 */
public interface AsyncKVClient extends AutoCloseable {
    /**
     * The same client with the same connections, for calls that may take as long as that. Cheap; may be kept. To close the
     * one closes the other.
     *
     * @param deadline more than 0, and at most {@link KVClientSettings#LONGEST_DEADLINE}
     */
    AsyncKVClient withDeadline(Duration deadline);

    /** Values of a type. Cheap; may be kept. */
    <V> AsyncValues<V> values(Codec<V> codec);

    AsyncValues<String> strings();

    AsyncValues<byte[]> bytes();

    /** How many of these keys were there. */
    CompletionStage<Long> delete(Collection<String> keys);

    CompletionStage<Boolean> delete(String key);

    CompletionStage<Boolean> exists(String key);

    /** Whether there is such a key. */
    CompletionStage<Boolean> expire(String key, Duration timeToLive);

    /** Takes its expiry away; whether it had one. */
    CompletionStage<Boolean> persist(String key);

    /** Empty where there is no such key, or it does not expire. */
    CompletionStage<Optional<Duration>> timeToLive(String key);

    /** The new value; a key that is not there counts as 0. */
    CompletionStage<Long> increment(String key, long by);

    /** Carries the steps out as one, or none of them. */
    CompletionStage<List<Object>> execute(Transaction transaction);

    /** Some keys, and where to go on. Each key that is there all the time is given exactly once. */
    CompletionStage<ScanPage> scan(ScanPosition from);

    /** Ends when every change of the key that is acknowledged from then on will be told. */
    CompletionStage<Watch> watch(String key, ChangeListener listener);

    /** The same for all keys that begin like this; for all keys where it is empty. */
    CompletionStage<Watch> watchPrefix(String prefix, ChangeListener listener);

    /** Keeps values in this process, and right; see there what that means. It begins at once, and is empty. */
    NearCache nearCache(NearCacheSettings settings);

    /** Another way to wait for the same calls. */
    KVClient blocking();

    /** What has become of calls so far. */
    ClientFigures figures();

    /** The newest map of the cluster that nodes have told of: who serves which keys. Empty before the first. */
    Optional<ClusterMap> clusterMap();

    /** Ends all calls that are under way, and all connections. */
    @Override
    void close();
}
