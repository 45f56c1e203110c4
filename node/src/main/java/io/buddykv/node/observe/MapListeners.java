package io.buddykv.node.observe;

import io.buddykv.topology.ClusterMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to hear of each new map. Thread-safe. */
public final class MapListeners {
    private final List<Consumer<ClusterMap>> listeners = new CopyOnWriteArrayList<>();

    /** Returns what ends it. */
    public Runnable add(Consumer<ClusterMap> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public void changed(ClusterMap map) {
        listeners.forEach(listener -> listener.accept(map));
    }
}
