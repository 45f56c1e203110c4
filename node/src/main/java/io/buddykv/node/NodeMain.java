package io.buddykv.node;

import io.buddykv.node.boot.HostNames;
import io.buddykv.node.boot.NodeArguments;
import io.buddykv.node.boot.NodeCommand;
import io.buddykv.node.boot.NodeProcess;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.local.Kv;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.Optional;

/** Entry point of the node: the first argument is the role, or {@code local} and what {@code ./kv} takes. */
@QuarkusMain
public final class NodeMain {
    private NodeMain() {}

    public static void main(String[] arguments) {
        HostNames.areAskedForAgainSoon();
        Optional<NodeSettings> settings = NodeArguments.read(arguments);
        if (settings.isPresent()) {
            NodeProcess.run(settings.get());
            return;
        }
        boolean local = arguments.length > 0 && arguments[0].equals("local");
        int exitCode = local ? Kv.run(Arrays.copyOfRange(arguments, 1, arguments.length)) : NodeCommand.run(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
