package io.buddykv.node.boot;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The node's command line. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs one node of a BuddyKV cluster until it is told to end (SIGTERM).",
        footer = "\"node local COMMAND\" runs a whole cluster on this machine, as ./kv does.")
public final class NodeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ROLE", description = "slave, master or zookeeper")
    private Role role;

    @Mixin
    private NodeOptions options;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        NodeSettings settings;
        try {
            settings = options.toSettings(role);
        } catch (IllegalArgumentException invalid) {
            throw new CommandLine.ParameterException(spec.commandLine(), invalid.getMessage(), invalid);
        }
        NodeProcess.run(settings);
        return 0;
    }

    /** Returns the exit code: 0 after an orderly end, 2 when the arguments cannot be taken. */
    public static int run(String... arguments) {
        return new CommandLine(new NodeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }
}
