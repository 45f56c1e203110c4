package io.buddykv.node.local;

import io.buddykv.node.boot.NodeSettings;
import java.io.IOException;

/** Starts the operating system's process of a node. */
interface NodeStarter {
    Process start(NodeSettings node) throws IOException;
}
