package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/** The znode that holds the cluster map. */
final class MapNode {
    private static final StoredMap NONE = new StoredMap(null, -1);

    private final Znodes znodes;
    private final String path;

    MapNode(Znodes znodes, String path) {
        this.znodes = znodes;
        this.path = path;
    }

    CompletionStage<StoredMap> read() {
        return znodes.readNewest(path)
                .thenApply(content -> decode(content.data(), content.stat().getVersion()))
                .exceptionallyCompose(failure -> Znodes.cause(failure) instanceof KeeperException.NoNodeException
                        ? CompletableFuture.completedFuture(NONE)
                        : CompletableFuture.failedFuture(Znodes.cause(failure)));
    }

    static StoredMap decode(byte[] data, int storeVersion) {
        return new StoredMap(ClusterMapCodec.decode(data), storeVersion);
    }

    CompletionStage<MapWrite> write(ClusterMap map, int expectedStoreVersion) {
        byte[] data = ClusterMapCodec.encode(map);
        CompletableFuture<Integer> written = expectedStoreVersion < 0
                ? znodes.create(path, data, CreateMode.PERSISTENT).thenApply(created -> 0)
                : znodes.replace(path, data, expectedStoreVersion);
        return written.handle((version, failure) ->
                failure == null ? new MapWrite.Confirmed(version) : refused(Znodes.cause(failure)));
    }

    private static MapWrite refused(Throwable failure) {
        if (failure instanceof KeeperException.BadVersionException
                || failure instanceof KeeperException.NodeExistsException
                || failure instanceof KeeperException.NoNodeException) {
            return new MapWrite.Conflict();
        }
        return new MapWrite.Unknown(failure.toString());
    }
}
