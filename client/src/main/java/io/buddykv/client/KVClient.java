package io.buddykv.client;

import io.buddykv.topology.ClusterMap;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A cluster, for threads that wait for each answer. Safe for any thread; one client is enough for an application.
 *
 * <p>A call waits at most for the deadline, through failovers and hand-overs: what can be repeated is repeated, and a
 * write is carried out once however often it was sent. Every method may throw a {@link io.buddykv.client.failure.KVException}.
 */
public interface KVClient extends AutoCloseable {
    /** A client that looks for its cluster from now on; calls wait for it. */
    static KVClient connect(KVClientSettings settings) {
        return new ClusterClient(settings).blocking();
    }

    /** With default settings. @param seeds as {@code host:port} */
    static KVClient connect(String... seeds) {
        KVClientSettings.Builder settings = KVClientSettings.builder();
        for (String seed : seeds) {
            settings.seed(seed);
        }
        return connect(settings.build());
    }

    /** The same client, as stages. */
    AsyncKVClient async();

    /**
     * The same client with the same connections, for calls that may take as long as that. Cheap; may be kept. To close the
     * one closes the other.
     *
     * @param deadline more than 0, and at most {@link KVClientSettings#LONGEST_DEADLINE}
     */
    KVClient withDeadline(Duration deadline);

    /** Values of a type. Cheap; may be kept. */
    <V> KVValues<V> values(Codec<V> codec);

    KVValues<String> strings();

    KVValues<byte[]> bytes();

    /** The text of a key. */
    default Optional<String> get(String key) {
        return strings().get(key);
    }

    /** Sets the text of a key, without an expiry. */
    default void set(String key, String value) {
        strings().set(key, value);
    }

    /** Sets the text of a key; whether the condition held. */
    default boolean set(String key, String value, SetOptions options) {
        return strings().set(key, value, options);
    }

    /** How many of these keys were there. */
    long delete(Collection<String> keys);

    boolean delete(String key);

    boolean exists(String key);

    /** Whether there is such a key. */
    boolean expire(String key, Duration timeToLive);

    /** Takes its expiry away; whether it had one. */
    boolean persist(String key);

    /** Empty where there is no such key, or it does not expire. */
    Optional<Duration> timeToLive(String key);

    /** The new value; a key that is not there counts as 0. */
    long increment(String key, long by);

    /** Adds one. */
    default long increment(String key) {
        return increment(key, 1);
    }

    /** Makes all calls before it waits for the first, and gives the results in their order. */
    <T> List<T> batch(Function<AsyncKVClient, List<CompletionStage<T>>> calls);

    /**
     * Carries the steps out as one, or none of them; a result for each step. A step that was refused for what its key
     * holds has its exception as the result: the others have been carried out.
     */
    List<Object> execute(Transaction transaction);

    /**
     * All keys that match, page by page as the stream goes on. Each key that is there all the time comes exactly once.
     *
     * @param pattern as Redis has it: {@code *}, {@code ?}, {@code [a-z]}
     */
    Stream<String> scan(String pattern);

    /**
     * The listener is told of every change of the key that is acknowledged after this call has returned, through failovers
     * and hand-overs. The thread that calls it is not the caller's.
     */
    Watch watch(String key, ChangeListener listener);

    /** The same for all keys that begin like this; for all keys where it is empty. */
    Watch watchPrefix(String prefix, ChangeListener listener);

    /** Keeps values in this process, and right; see there what that means. It begins at once, and is empty. */
    NearCache nearCache(NearCacheSettings settings);

    /** What has become of calls so far. */
    ClientFigures figures();

    /** The newest map of the cluster that nodes have told of: who serves which keys. Empty before the first. */
    Optional<ClusterMap> clusterMap();

    /** Ends all calls that are under way, and all connections. */
    @Override
    void close();
}
