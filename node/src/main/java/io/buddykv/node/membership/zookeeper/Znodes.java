package io.buddykv.node.membership.zookeeper;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * ZooKeeper's operations as stages, each sent exactly once: unlike Curator's own, none is repeated after a connection
 * loss, because the first may have taken effect. A stage fails with a {@link KeeperException}; one whose outcome is
 * unknown fails with {@code ConnectionLoss}, {@code SessionExpired} or {@code OperationTimeout}.
 */
final class Znodes {
    private static final byte[] EMPTY = {};

    private final CuratorFramework client;
    private final ScheduledExecutorService thread;
    private final Duration timeout;

    Znodes(CuratorFramework client, ScheduledExecutorService thread, int operationMillis) {
        this.client = client;
        this.thread = thread;
        this.timeout = Duration.ofMillis(operationMillis);
    }

    /** Data and version of a znode. */
    record Content(byte[] data, Stat stat) {}

    /** What the leader of the ensemble holds, not only what the nearest server has heard of. */
    CompletableFuture<Content> readNewest(String path) {
        return this.<Void>operation((zooKeeper, answer) ->
                        zooKeeper.sync(path, (rc, p, ctx) -> complete(answer, rc, p, null), null))
                .thenCompose(synced -> read(path));
    }

    private CompletableFuture<Content> read(String path) {
        return operation((zooKeeper, answer) -> zooKeeper.getData(
                path,
                false,
                (AsyncCallback.DataCallback)
                        (rc, p, ctx, data, stat) -> complete(answer, rc, p, new Content(data, stat)),
                null));
    }

    /** Null when the znode does not exist; a watcher is set in either case. */
    CompletableFuture<Stat> exists(String path, Watcher watcher) {
        CompletableFuture<Stat> stat = operation((zooKeeper, answer) -> zooKeeper.exists(
                path,
                watcher,
                (AsyncCallback.StatCallback) (rc, p, ctx, found) -> complete(answer, rc, p, found),
                null));
        return recover(stat, KeeperException.NoNodeException.class, absent -> done(null));
    }

    /** Completes with the version the znode has now. */
    CompletableFuture<Integer> replace(String path, byte[] data, int expectedVersion) {
        return operation((zooKeeper, answer) -> zooKeeper.setData(
                path,
                data,
                expectedVersion,
                (rc, p, ctx, stat) -> complete(answer, rc, p, stat == null ? null : stat.getVersion()),
                null));
    }

    /** Creates the znode, and its parents where they are missing. */
    CompletableFuture<String> create(String path, byte[] data, CreateMode mode) {
        return recover(
                createOnly(path, data, mode), KeeperException.NoNodeException.class, noParent -> ensure(parent(path))
                        .thenCompose(made -> createOnly(path, data, mode)));
    }

    CompletableFuture<Void> delete(String path) {
        CompletableFuture<Void> deleted = operation(
                (zooKeeper, answer) -> zooKeeper.delete(path, -1, (rc, p, ctx) -> complete(answer, rc, p, null), null));
        return recover(deleted, KeeperException.NoNodeException.class, absent -> done(null));
    }

    /** The session the next operation runs in. */
    long sessionId() throws Exception {
        return client.getZookeeperClient().getZooKeeper().getSessionId();
    }

    private CompletableFuture<String> ensure(String path) {
        return recover(
                create(path, EMPTY, CreateMode.PERSISTENT),
                KeeperException.NodeExistsException.class,
                exists -> done(path));
    }

    private CompletableFuture<String> createOnly(String path, byte[] data, CreateMode mode) {
        return operation((zooKeeper, answer) -> zooKeeper.create(
                path,
                data,
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                mode,
                (AsyncCallback.StringCallback) (rc, p, ctx, name) -> complete(answer, rc, p, name),
                null));
    }

    private <T> CompletableFuture<T> operation(BiConsumer<ZooKeeper, CompletableFuture<T>> start) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                start.accept(client.getZookeeperClient().getZooKeeper(), answer);
            } catch (Exception e) {
                answer.completeExceptionally(
                        e instanceof KeeperException ? e : new KeeperException.ConnectionLossException());
            }
        });
        thread.schedule(
                () -> answer.completeExceptionally(new KeeperException.OperationTimeoutException()),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        return answer;
    }

    private static <T> void complete(CompletableFuture<T> answer, int rc, String path, T value) {
        KeeperException.Code code = KeeperException.Code.get(rc);
        if (code == KeeperException.Code.OK) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(KeeperException.create(code, path));
        }
    }

    private static <T> CompletableFuture<T> recover(
            CompletableFuture<T> stage,
            Class<? extends KeeperException> expected,
            Function<Throwable, CompletionStage<T>> then) {
        return stage.exceptionallyCompose(failure -> expected.isInstance(cause(failure)) ? then.apply(failure) : stage);
    }

    /** The exception that ZooKeeper gave, without what the stages have wrapped around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? cause(failure.getCause())
                : failure;
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
