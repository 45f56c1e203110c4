package io.buddykv.node.local;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code ./kv}: a whole cluster on one machine. A plain main class, without Quarkus, to be quick. */
@Command(
        name = "kv",
        mixinStandardHelpOptions = true,
        description = "Runs a whole BuddyKV cluster on this machine.",
        footerHeading = "%nExit codes: 0 done, 1 failed, 2 wrong arguments, 3 no cluster runs.%n",
        footer = "State and logs live in .kv beside kv, or in $KV_HOME.")
public final class Kv implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NOTHING_RUNS = 3;

    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

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
        Optional<Callable<Integer>> plain = PlainCommands.of(List.of(arguments));
        if (plain.isPresent()) {
            return run(plain.get());
        }
        CommandLine kv = new CommandLine(new Kv());
        // Reading the options of all commands takes longer than most commands do.
        String asked = arguments.length > 0 ? arguments[0] : "";
        COMMANDS.forEach((name, command) -> {
            if (name.equals(asked) || !COMMANDS.containsKey(asked)) {
                kv.addSubcommand(name, command.get());
            }
        });
        // What follows a command's own options is the cluster's: "cli SET key -1", "cli GET @home".
        kv.setExpandAtFiles(false);
        if (kv.getSubcommands().containsKey("cli")) {
            kv.getSubcommands().get("cli").setStopAtPositional(true);
        }
        return kv.setExecutionExceptionHandler(
                        (exception, commandLine, parsed) -> explain(exception, commandLine.getErr()))
                .execute(arguments);
    }

    private static int run(Callable<Integer> plain) {
        try {
            return plain.call();
        } catch (Exception failed) {
            return explain(failed, new PrintWriter(System.err, true));
        }
    }

    private static Map<String, Supplier<Callable<Integer>>> commands() {
        Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();
        commands.put("up", UpCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("down", DownCommand::new);
        commands.put("scale", ScaleCommand::new);
        commands.put("drain", DrainCommand::new);
        commands.put("undrain", UndrainCommand::new);
        commands.put("promote", PromoteCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("kill", KillCommand::new);
        commands.put("pause", PauseCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put("cli", CliCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("supervise", SuperviseCommand::new);
        commands.put("train", TrainCommand::new);
        commands.put("rehearse", RehearseCommand::new);
        return commands;
    }

    private static int explain(Exception exception, PrintWriter err) {
        if (exception instanceof NothingRunsException) {
            err.println("kv: " + exception.getMessage());
            return NOTHING_RUNS;
        }
        if (exception instanceof LaunchException || exception instanceof IllegalArgumentException) {
            err.println("kv: " + exception.getMessage());
            return FAILED;
        }
        exception.printStackTrace(err);
        return FAILED;
    }
}
