package io.buddykv.node.membership.zookeeper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.jboss.logging.Logger;

/** Tells a listener of all children of one znode, in a given order: at first, and after every change. */
final class ChildrenWatch<T> implements CuratorCacheListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ChildrenWatch.class);

    /** Turns one child's path and data into what the listener wants. */
    interface Decoder<T> {
        T decode(String path, byte[] data);
    }

    private final CuratorCache cache;
    private final String parent;
    private final Comparator<String> order;
    private final Decoder<T> decoder;
    private final Consumer<List<T>> listener;
    private volatile boolean initialized;

    ChildrenWatch(
            CuratorFramework client,
            String parent,
            Comparator<String> order,
            Decoder<T> decoder,
            Consumer<List<T>> listener) {
        this.cache = CuratorCache.build(client, parent);
        this.parent = parent;
        this.order = order;
        this.decoder = decoder;
        this.listener = listener;
        cache.listenable().addListener(this);
    }

    void start() {
        cache.start();
    }

    @Override
    public void initialized() {
        initialized = true;
        tell();
    }

    @Override
    public void event(Type type, ChildData oldData, ChildData data) {
        if (initialized) {
            tell();
        }
    }

    private synchronized void tell() {
        List<T> children = new ArrayList<>();
        cache.stream()
                .filter(child -> !child.getPath().equals(parent))
                .sorted(Comparator.comparing(ChildData::getPath, order))
                .forEach(child -> decodeInto(children, child));
        listener.accept(children);
    }

    private void decodeInto(List<T> children, ChildData child) {
        try {
            children.add(decoder.decode(child.getPath(), child.getData()));
        } catch (RuntimeException e) {
            LOG.warnf("Skipping %s, which cannot be read: %s", child.getPath(), e);
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
