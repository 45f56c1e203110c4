package io.buddykv.node;

import io.buddykv.node.boot.NodeCommand;
import io.buddykv.node.local.Kv;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/** Entry point of the node: the first argument is the role, or {@code local} and what {@code ./kv} takes. */
@QuarkusMain
public final class NodeMain {
    private NodeMain() {}

    public static void main(String[] arguments) {
        boolean local = arguments.length > 0 && arguments[0].equals("local");
        int exitCode = local ? Kv.run(Arrays.copyOfRange(arguments, 1, arguments.length)) : NodeCommand.run(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
