package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.local.Kv;
import io.buddykv.node.port.http.ClusterStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What people order of a running cluster by its own commands, while clients go on. */
@EnabledIfSystemProperty(named = "proof", matches = "full")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OrdersIT {
    private static final int CLIENTS = 2;
    private static final Pattern MEGABYTES = Pattern.compile("moves, ([0-9.]+) MB");

    @Test
    void aDrainedSlaveHoldsNothingAndIsGivenItsShareAgain() throws Exception {
        try (LocalCluster cluster = LocalCluster.startPatient("OrdersIT", 3);
                RecordedLoad load = new RecordedLoad(cluster.clientAddresses()).start(CLIENTS)) {
            load.awaitMoreCalls();
            assertThat(kv(cluster, "drain", "2")).isZero();
            ClusterStatus.Slave drained = slave(cluster.awaitWhole(), 2);
            assertThat(drained.draining()).isTrue();
            assertThat(drained.homes() + drained.primaries() + drained.copies() + drained.joining())
                    .isZero();

            assertThat(kv(cluster, "drain", "7"))
                    .as("a slave that does not exist")
                    .isNotZero();

            assertThat(kv(cluster, "undrain", "2")).isZero();
            ClusterStatus.Slave back = slave(cluster.awaitWhole(), 2);
            assertThat(back.draining()).isFalse();
            assertThat(back.homes()).isBetween(85, 86);
            load.finish();
            load.assertSound();
            assertThat(load.unknown()).as("outcomes unknown").isZero();
        }
    }

    @Test
    void anEditedFileIsApplied(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("cluster.yaml");
        try (LocalCluster cluster = LocalCluster.startPatient("OrdersIT", 3);
                RecordedLoad load = new RecordedLoad(cluster.clientAddresses()).start(CLIENTS)) {
            load.awaitMoreCalls();
            edit(cluster, file, text -> text.replaceFirst("buddies: 1", "buddies: 2"));
            assertThat(kv(cluster, "apply", "-f", file.toString())).isZero();
            assertThat(cluster.awaitWhole().slaves())
                    .allSatisfy(slave -> assertThat(slave.copies()).isGreaterThan(slave.homes()));

            edit(cluster, file, text -> text.replaceFirst("replicas: 3", "replicas: 4"));
            assertThat(cluster.apply(file, 4)).isZero();
            assertThat(cluster.awaitWhole().slaves()).allMatch(slave -> slave.homes() == 64);

            edit(cluster, file, text -> text.replaceFirst("keyRanges: 256", "keyRanges: 512"));
            assertThat(kv(cluster, "apply", "-f", file.toString()))
                    .as("what cannot be changed while it runs")
                    .isNotZero();
            load.finish();
            load.assertSound();
            assertThat(load.unknown()).as("outcomes unknown").isZero();
        }
    }

    @Test
    void movesKeepToTheBytesPerSecondTheyAreGiven() throws Exception {
        long bytesPerSecond = 4L << 20; // of LocalCluster.startPatient
        try (LocalCluster cluster = LocalCluster.startPatient("OrdersIT", 2)) {
            ScalingIT.fill(cluster);
            long begun = System.nanoTime();
            String told = cluster.scale(3);
            double seconds = (System.nanoTime() - begun) / 1e9;
            Matcher moved = MEGABYTES.matcher(told);
            double megabytes = 0;
            while (moved.find()) {
                megabytes = Double.parseDouble(moved.group(1));
            }
            assertThat(megabytes).isGreaterThan(4);
            // One slave's fills keep to it; two slaves are sources.
            assertThat(megabytes * 1e6 / seconds).isLessThan(2.2 * bytesPerSecond);
        }
    }

    private static void edit(LocalCluster cluster, Path file, UnaryOperator<String> change) throws IOException {
        String before = Files.readString(cluster.file());
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    private static ClusterStatus.Slave slave(ClusterStatus status, int number) {
        return status.slaves().stream()
                .filter(slave -> slave.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static int kv(LocalCluster cluster, String command, String... arguments) {
        String[] words = new String[arguments.length + 2];
        words[0] = command;
        words[1] = "--home=" + cluster.directory();
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        return Kv.run(words);
    }
}
