package io.buddykv.node;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the node. */
@QuarkusMain
public final class NodeMain {
    private NodeMain() {}

    public static void main(String[] args) {
        Quarkus.run(args);
    }
}
