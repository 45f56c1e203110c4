package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.membership.StoredMap;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * The persistent counter of terms. Each term is given to one master only, because it is counted up by compare-and-set, and
 * is higher than the one that the stored map carries, because a rebuilt map may have overtaken a counter that was lost.
 */
final class Term {
    private final Znodes znodes;
    private final String path;
    private final MapNode map;

    Term(Znodes znodes, String path, MapNode map) {
        this.znodes = znodes;
        this.path = path;
        this.map = map;
    }

    /** Fails when another master counted at the same time or the outcome is unknown: then try again. */
    CompletableFuture<Long> next() {
        return map.read().toCompletableFuture().thenCompose(this::next);
    }

    private CompletableFuture<Long> next(StoredMap stored) {
        long inMap = stored.map() == null ? 0 : stored.map().term();
        return znodes.readNewest(path)
                .thenCompose(content -> {
                    long term = Math.max(inMap, decode(content.data())) + 1;
                    return znodes.replace(path, encode(term), content.stat().getVersion())
                            .thenApply(version -> term);
                })
                .exceptionallyCompose(failure -> Znodes.cause(failure) instanceof KeeperException.NoNodeException
                        ? znodes.create(path, encode(inMap + 1), CreateMode.PERSISTENT)
                                .thenApply(created -> inMap + 1)
                        : CompletableFuture.failedFuture(Znodes.cause(failure)));
    }

    private static byte[] encode(long term) {
        return Long.toString(term).getBytes(StandardCharsets.US_ASCII);
    }

    private static long decode(byte[] data) {
        return Long.parseLong(new String(data, StandardCharsets.US_ASCII));
    }
}
