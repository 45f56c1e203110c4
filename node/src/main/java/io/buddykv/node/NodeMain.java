package io.buddykv.node;

import io.buddykv.node.boot.NodeCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the node: the first argument is the role. */
@QuarkusMain
public final class NodeMain {
    private NodeMain() {}

    public static void main(String[] arguments) {
        int exitCode = NodeCommand.run(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
