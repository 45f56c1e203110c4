package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.membership.StoredMap;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.jboss.logging.Logger;

/** Tells a listener of the stored map, and of each later one that is noticed; some may be skipped. */
final class MapWatch implements CuratorCacheListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MapWatch.class);

    private final CuratorCache cache;
    private final Consumer<StoredMap> listener;

    MapWatch(CuratorFramework client, String path, Consumer<StoredMap> listener) {
        this.cache = CuratorCache.build(client, path, CuratorCache.Options.SINGLE_NODE_CACHE);
        this.listener = listener;
        cache.listenable().addListener(this);
    }

    void start() {
        cache.start();
    }

    @Override
    public void event(Type type, ChildData oldData, ChildData data) {
        if (type == Type.NODE_DELETED) {
            return; // A map that is gone was lost, not revoked: the active master finds out when it writes.
        }
        try {
            listener.accept(MapNode.decode(data.getData(), data.getStat().getVersion()));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The cluster map in ZooKeeper, version %d, cannot be read",
                    data.getStat().getVersion());
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
