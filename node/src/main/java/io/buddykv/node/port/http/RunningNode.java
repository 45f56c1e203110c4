package io.buddykv.node.port.http;

import io.buddykv.node.observe.NodeView;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The node that this process has started, for those who only know the process: the http port and metrics. */
@Singleton
public class RunningNode {
    private volatile NodeView view;
    private volatile KeyAccess keys;

    /** The node has started. @param keyAccess null on nodes without keys */
    public void started(NodeView nodeView, KeyAccess keyAccess) {
        keys = keyAccess;
        view = nodeView;
    }

    public Optional<NodeView> view() {
        return Optional.ofNullable(view);
    }

    public Optional<KeyAccess> keys() {
        return Optional.ofNullable(keys);
    }
}
