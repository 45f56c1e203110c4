package io.buddykv.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kubectl kv} in front of a kubectl that knows one cluster, {@code kv} in {@code shop}, and notes what it is asked. */
class KubectlPluginTest {
    private static final Path PLUGIN = Path.of("../kubectl-kv").toAbsolutePath();
    private static final String KUBECTL =
            """
            #!/bin/sh
            printf '%s\\n' "$*" >> "$(dirname "$0")/asked"
            case "$*" in
                *nope*) echo 'kvclusters.buddykv.io "nope" not found' >&2; exit 1 ;;
                *jsonpath=*.status.slaves*) cat "$(dirname "$0")/seen" ;;
                *jsonpath={.status.master}*) echo kv-master-2 ;;
                *kv-master-2:8080/proxy/v1/cluster/ranges) cat "$(dirname "$0")/ranges" ;;
                *) exit 1 ;;
            esac
            """;
    private static final String RANGES =
            """
            [{"range":0,"firstSlot":0,"lastSlot":8191,"home":1,"primary":1,"inSync":[1,2],"joining":[],"state":"SERVING","target":null,"epoch":7},\
            {"range":1,"firstSlot":8192,"lastSlot":16383,"home":2,"primary":1,"inSync":[1],"joining":[2],"state":"SERVING","target":null,"epoch":9}]""";

    private static final String SEEN =
            """
            cluster\tkv\tTrue\t2/2\tFalse\tlatest\t\t2026-11-23T14:00:00Z
            ranges\t64\t0\t2\t64\t1\t3
            slave\t1\tkv-slave-1\t\ttrue\tfalse\t32\t34\t30
            slave\t2\tkv-slave-2\tb\ttrue\ttrue\t32\t30\t0
            condition\tReady\tTrue\tAllRangesServed\tevery key range is served
            condition\tDegraded\tTrue\tApplyingFailed\tobjects could not be applied: it says
            two lines""";

    @TempDir
    Path directory;

    private record Outcome(int exitCode, String output) {}

    @BeforeEach
    void makeKubectl() throws IOException {
        Path kubectl = Files.writeString(directory.resolve("kubectl"), KUBECTL);
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("ranges"), RANGES);
        Files.writeString(directory.resolve("seen"), SEEN);
        Files.writeString(directory.resolve("asked"), "");
    }

    private Outcome run(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", PLUGIN.toString()));
        command.addAll(List.of(arguments.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n shop ranges kv", "ranges -n shop kv", "ranges --namespace=shop kv", "-nshop ranges kv"})
    void rangesAreATable(String arguments) throws Exception {
        Outcome outcome = run(arguments);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "RANGE SLOTS HOME PRIMARY IN-SYNC JOINING STATE",
                        "0 0-8191 1 1 1,2 - SERVING",
                        "1 8192-16383 2 1 1 2 SERVING (redirected)");
        assertThat(Files.readString(directory.resolve("asked"))).contains("/namespaces/shop/pods/kv-master-2:8080");
    }

    @Test
    void statusIsOfOneMoment() throws Exception {
        Outcome outcome = run("-n shop status kv");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "NAME READY SLAVES REDUNDANT VERSION MASTER CREATED",
                        "kv True 2/2 False latest - 2026-11-23T14:00:00Z",
                        "",
                        "TOTAL DOWN REDIRECTED SHORT-OF-COPIES MOVING MOVES-LEFT",
                        "64 0 2 64 1 3",
                        "",
                        "SLAVE POD ZONE UP DRAINING HOMES PRIMARIES COPIES",
                        "1 kv-slave-1 - true false 32 34 30",
                        "2 kv-slave-2 b true true 32 30 0",
                        "",
                        "Ready=True AllRangesServed: every key range is served",
                        "Degraded=True ApplyingFailed: objects could not be applied: it says",
                        "two lines");
        assertThat(Files.readString(directory.resolve("asked"))).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n shop status nope", "-n shop ranges nope", "-n shop top nope", "-n shop drain nope 1"})
    void aClusterThatThereIsNotIsAFailure(String arguments) throws Exception {
        Outcome outcome = run(arguments);

        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output()).contains("not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status", "-n shop drain kv", "-n shop drain kv x", "-n shop promote kv 1", "-n shop turn kv"})
    void whatIsNotUnderstoodIsAskedOfNobody(String arguments) throws Exception {
        Outcome outcome = run(arguments);

        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
        assertThat(outcome.output()).startsWith("usage:");
        assertThat(Files.readString(directory.resolve("asked"))).isEmpty();
    }

    @Test
    void whatIsRefusedByKubectlIsNotTakenForAnAnswer() throws Exception {
        Files.delete(directory.resolve("ranges"));

        assertThat(run("-n shop ranges kv").exitCode()).isEqualTo(1);
    }
}
