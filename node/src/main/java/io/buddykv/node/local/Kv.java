package io.buddykv.node.local;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code ./kv}: a whole cluster on one machine. A plain main class, without Quarkus, to be quick. */
@Command(
        name = "kv",
        mixinStandardHelpOptions = true,
        description = "Runs a whole BuddyKV cluster on this machine.",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            DownCommand.class,
            KillCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            CliCommand.class,
            BenchCommand.class,
            LogsCommand.class,
            SuperviseCommand.class
        },
        footerHeading = "%nExit codes: 0 done, 1 failed, 2 wrong arguments, 3 no cluster runs.%n",
        footer = "State and logs live in .kv beside kv, or in $KV_HOME.")
public final class Kv implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NOTHING_RUNS = 3;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command; its exit code. */
    public static int run(String... arguments) {
        CommandLine kv = new CommandLine(new Kv());
        // What follows a command's own options is the cluster's: "cli SET key -1", "cli GET @home".
        kv.setExpandAtFiles(false);
        kv.getSubcommands().get("cli").setStopAtPositional(true);
        return kv.setExecutionExceptionHandler((exception, commandLine, parsed) -> explain(exception, commandLine))
                .execute(arguments);
    }

    private static int explain(Exception exception, CommandLine commandLine) throws Exception {
        PrintWriter err = commandLine.getErr();
        if (exception instanceof NothingRunsException) {
            err.println("kv: " + exception.getMessage());
            return NOTHING_RUNS;
        }
        if (exception instanceof LaunchException || exception instanceof IllegalArgumentException) {
            err.println("kv: " + exception.getMessage());
            return FAILED;
        }
        throw exception;
    }
}
