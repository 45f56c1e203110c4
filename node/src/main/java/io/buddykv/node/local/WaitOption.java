package io.buddykv.node.local;

import picocli.CommandLine.Option;

/** How long a command waits for what it has asked for; the cluster goes on all the same. */
final class WaitOption {
    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait until it is done (default: ${DEFAULT-VALUE})")
    private int seconds;

    int seconds() {
        return seconds;
    }
}
