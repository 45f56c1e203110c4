package io.buddykv.client;

import io.buddykv.client.call.Call;
import io.buddykv.client.call.CommandCall;
import io.buddykv.client.call.TransactionCall;
import io.buddykv.client.connection.Identity;
import io.buddykv.client.failure.TooManyCallsException;
import io.buddykv.client.feed.FeedFilter;
import io.buddykv.client.feed.Feeds;
import io.buddykv.client.routing.Router;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Slot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A client with its threads and connections: makes calls, and bounds how many are under way. */
final class ClusterClient implements AsyncKVClient {
    private static final int PAGE_KEYS = 500;

    private final KVClientSettings settings;
    private final KVClientThreads threads;
    private final Router router;
    private final Feeds feeds;
    private final Semaphore room;
    private final AsyncValues<String> strings = new RoutedValues<>(this, Codec.string());
    private final AsyncValues<byte[]> bytes = new RoutedValues<>(this, Codec.bytes());
    private final BlockingClient blocking = new BlockingClient(this);

    ClusterClient(KVClientSettings settings) {
        this.settings = settings;
        this.room = new Semaphore(settings.maxCalls());
        this.threads = settings.threads() == null ? new KVClientThreads(settings.eventLoops()) : settings.threads();
        Identity identity = Identity.fresh(settings.password(), settings.tls());
        this.router =
                new Router(settings.seeds(), settings.clusterId(), identity, threads.forControl(), threads.forCalls());
        this.feeds = new Feeds(router::map, identity, threads.forChanges());
        router.start();
    }

    /** The same client, for calls that may take as long as {@code settings} say. */
    private ClusterClient(ClusterClient same, KVClientSettings settings) {
        this.settings = settings;
        this.room = same.room;
        this.threads = same.threads;
        this.router = same.router;
        this.feeds = same.feeds;
    }

    @Override
    public ClusterClient withDeadline(Duration deadline) {
        return new ClusterClient(this, settings.withDeadline(deadline));
    }

    KVClientSettings settings() {
        return settings;
    }

    // ---- making calls

    <T> Call<T> read(String command, String key, Function<Reply, T> result, byte[]... arguments) {
        return submit(command, Slot.of(octets(key)), false, result, arguments);
    }

    <T> Call<T> write(String command, String key, Function<Reply, T> result, byte[]... arguments) {
        return submit(command, Slot.of(octets(key)), true, result, arguments);
    }

    private <T> Call<T> submit(
            String command, int slot, boolean isWrite, Function<Reply, T> result, byte[][] arguments) {
        long now = System.nanoTime();
        return begin(new CommandCall<>(
                command,
                slot,
                isWrite,
                arguments,
                result,
                now,
                now + settings.deadline().toNanos()));
    }

    private <T> Call<T> begin(Call<T> call) {
        CallObserver.Observation observation = settings.observer().began(call.command());
        if (!hasRoom()) {
            call.onEnd((refused, failure) -> observe(refused, failure, observation));
            call.completeExceptionally(new TooManyCallsException(settings.maxCalls() + " calls are under way already"));
            return call;
        }
        call.onEnd((ended, failure) -> {
            room.release();
            router.ended(ended);
            observe(ended, failure, observation);
        });
        router.send(call);
        return call;
    }

    /** A thread that may block waits for room; others are told that there is none. */
    private boolean hasRoom() {
        if (room.tryAcquire()) {
            return true;
        }
        if (!BlockingClient.mayWait()) {
            return false;
        }
        try {
            return room.tryAcquire(settings.deadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void observe(Call<?> call, Throwable failure, CallObserver.Observation observation) {
        observation.ended(System.nanoTime() - call.beganNanos(), Math.max(0, call.timesSent() - 1), failure);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- values

    @Override
    public <V> AsyncValues<V> values(Codec<V> codec) {
        return new RoutedValues<>(this, codec);
    }

    @Override
    public AsyncValues<String> strings() {
        return strings;
    }

    @Override
    public AsyncValues<byte[]> bytes() {
        return bytes;
    }

    // ---- keys

    @Override
    public CompletionStage<Long> delete(Collection<String> keys) {
        List<CompletableFuture<Boolean>> each =
                keys.stream().map(key -> delete(key).toCompletableFuture()).toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(all -> each.stream().filter(CompletableFuture::join).count());
    }

    @Override
    public Call<Boolean> delete(String key) {
        return write("DEL", key, Answers::isOne, octets("DEL"), octets(key));
    }

    @Override
    public Call<Boolean> exists(String key) {
        return read("EXISTS", key, Answers::isOne, octets("EXISTS"), octets(key));
    }

    @Override
    public Call<Boolean> expire(String key, Duration timeToLive) {
        byte[] millis = octets(Long.toString(timeToLive.toMillis()));
        return write("PEXPIRE", key, Answers::isOne, octets("PEXPIRE"), octets(key), millis);
    }

    @Override
    public Call<Boolean> persist(String key) {
        return write("PERSIST", key, Answers::isOne, octets("PERSIST"), octets(key));
    }

    @Override
    public Call<Optional<Duration>> timeToLive(String key) {
        return read("PTTL", key, Answers::timeToLive, octets("PTTL"), octets(key));
    }

    @Override
    public Call<Long> increment(String key, long by) {
        return write("INCRBY", key, Answers::number, octets("INCRBY"), octets(key), octets(Long.toString(by)));
    }

    @Override
    public Call<List<Object>> execute(Transaction transaction) {
        long now = System.nanoTime();
        return begin(new TransactionCall(
                transaction.slot(),
                transaction.steps(),
                now,
                now + settings.deadline().toNanos()));
    }

    // ---- scan

    @Override
    public CompletionStage<ScanPage> scan(ScanPosition from) {
        ClusterMap map = router.map();
        if (map == null) {
            // Any call waits for the first map.
            return exists("").thenCompose(known -> scan(from));
        }
        KeyRanges ranges = map.keyRanges();
        List<byte[]> arguments = new ArrayList<>(List.of(
                octets("KV"),
                octets("SCAN"),
                octets(Integer.toString(from.range())),
                octets(Long.toString(from.place())),
                octets(Integer.toString(PAGE_KEYS))));
        if (from.pattern() != null) {
            arguments.add(octets("MATCH"));
            arguments.add(octets(from.pattern()));
        }
        return submit(
                "KV SCAN",
                from.range() * ranges.width(),
                false,
                reply -> page(from, ranges.count(), reply),
                arguments.toArray(byte[][]::new));
    }

    private static ScanPage page(ScanPosition from, int ranges, Reply reply) {
        List<Reply> parts = ((Reply.Array) reply).elements();
        long place = Answers.number(parts.get(0));
        List<String> keys = ((Reply.Array) parts.get(1))
                .elements().stream().map(Reply::text).toList();
        ScanPosition next = place >= 0
                ? new ScanPosition(from.pattern(), from.range(), place)
                : new ScanPosition(from.pattern(), from.range() + 1, 0);
        return new ScanPage(keys, next.range() == ranges ? Optional.empty() : Optional.of(next));
    }

    // ---- watching

    @Override
    public CompletionStage<Watch> watch(String key, ChangeListener listener) {
        return ListeningWatch.begin(new FeedFilter(key, false, true), listener, feeds, settings.deadline());
    }

    @Override
    public CompletionStage<Watch> watchPrefix(String prefix, ChangeListener listener) {
        return ListeningWatch.begin(new FeedFilter(prefix, true, true), listener, feeds, settings.deadline());
    }

    @Override
    public NearCache nearCache(NearCacheSettings nearCacheSettings) {
        return FollowingNearCache.begin(this, feeds, nearCacheSettings);
    }

    /** The key range of a key; -1 while no map is known. */
    int range(String key) {
        ClusterMap map = router.map();
        return map == null ? -1 : map.keyRanges().ofSlot(Slot.of(octets(key)));
    }

    <V> KVValues<V> waitingFor(AsyncValues<V> values) {
        return blocking.waitingFor(values);
    }

    @Override
    public KVClient blocking() {
        return blocking;
    }

    @Override
    public ClientFigures figures() {
        ClusterMap map = router.map();
        return new ClientFigures(
                settings.maxCalls() - room.availablePermits(),
                router.waiting(),
                router.repetitions(),
                router.maps(),
                map == null ? 0 : map.version());
    }

    @Override
    public Optional<ClusterMap> clusterMap() {
        return Optional.ofNullable(router.map());
    }

    @Override
    public void close() {
        feeds.close();
        router.close();
        if (settings.threads() == null) {
            threads.close();
        }
    }
}
