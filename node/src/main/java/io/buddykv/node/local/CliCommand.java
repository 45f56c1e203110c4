package io.buddykv.node.local;

import io.buddykv.protocol.resp.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cli",
        description = {
            "Sends one command, or the lines of standard input, and prints the replies as redis-cli does:",
            "with types and quotes on a terminal, raw elsewhere. Goes where the cluster sends it (MOVED, ASK)."
        },
        footer = "Exit code 1 when the last reply is an error.")
final class CliCommand implements Callable<Integer> {
    @Mixin
    private NodeAddressOption addresses = new NodeAddressOption();

    @Option(names = "--raw", description = "Print raw although this is a terminal")
    private boolean raw;

    @Option(names = "--no-raw", description = "Print types and quotes although this is no terminal")
    private boolean notRaw;

    @Option(names = "--timeout", paramLabel = "MILLIS", description = "For one reply (default: ${DEFAULT-VALUE})")
    private int timeoutMillis = 10_000;

    @Parameters(arity = "0..*", paramLabel = "COMMAND ARGUMENT", description = "As in: SET key value EX 10")
    private List<String> command = List.of();

    private final PrintStream out = System.out;

    CliCommand() {}

    /** Sends {@code command}, all else being as without options. */
    CliCommand(List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (RedirectedClient client =
                new RedirectedClient(addresses.addresses(), addresses.password(), timeoutMillis)) {
            if (command.isEmpty()) {
                return interactive(client);
            }
            Reply reply = client.ask(command.toArray(String[]::new));
            print(reply);
            return reply.isError() ? Kv.FAILED : Kv.DONE;
        } catch (IOException broken) {
            throw new LaunchException(broken.getMessage(), broken);
        } finally {
            out.flush();
        }
    }

    private int interactive(RedirectedClient client) throws IOException, InterruptedException {
        boolean terminal = "true".equals(System.getenv("KV_TERMINAL"));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean failed = false;
        while (true) {
            if (terminal) {
                out.print(client.current().map(HostPort::toString).orElse("kv") + "> ");
                out.flush();
            }
            String line = in.readLine();
            if (line == null || line.strip().equals("exit") || line.strip().equals("quit")) {
                return failed ? Kv.FAILED : Kv.DONE;
            }
            if (!line.isBlank()) {
                failed = !answered(client, line);
            }
        }
    }

    /** Whether the line was a command that was not refused; a broken connection ends no conversation. */
    private boolean answered(RedirectedClient client, String line) throws InterruptedException {
        try {
            Reply reply = client.ask(CommandLineWords.of(line));
            print(reply);
            return !reply.isError();
        } catch (IOException | IllegalArgumentException e) {
            out.println("Error: " + e.getMessage());
            return false;
        }
    }

    private void print(Reply reply) {
        boolean forPeople = notRaw || !raw && "true".equals(System.getenv("KV_TERMINAL"));
        if (forPeople) {
            out.print(ReplyText.forPeople(reply));
        } else {
            byte[] octets = ReplyText.raw(reply);
            out.write(octets, 0, octets.length);
        }
        out.flush();
    }
}
