package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.buddykv.crds.FsyncPolicy;
import io.buddykv.crds.KvClusterSpec;
import io.buddykv.crds.StorageSpec;
import io.buddykv.protocol.resp.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The disk of one slave is a small one, in memory, that is filled and emptied again. */
class FullDiskIT {
    private static final int SLAVES = 3;
    private static final String DISK_SIZE = "64m";
    private static final int BALLAST_BYTES = 40 << 20;
    private static final int VALUE_BYTES = 64 << 10;
    private static final int MOST_WRITES = 5_000;
    private static final int ANSWER_MILLIS = 3_000;
    private static final int PATIENCE_MILLIS = 10_000;

    @Test
    @EnabledIfSystemProperty(named = "proof", matches = "full")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void writesAreRefusedWhileItIsFullAndTakenAgainByItself() throws Exception {
        Path directory = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "clusters").toAbsolutePath()), "FullDiskIT");
        Path disk = Files.createDirectories(directory.resolve("data").resolve("slave-1"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_SIZE, "tmpfs", disk.toString()), "may mount");
        try {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST_BYTES]);
            KvClusterSpec spec = LocalCluster.patientSpec(SLAVES).withStorage(new StorageSpec(FsyncPolicy.EVERYSEC));
            try (LocalCluster cluster = LocalCluster.startAgain(directory, spec)) {
                fillAndEmpty(cluster, ballast);
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void fillAndEmpty(LocalCluster cluster, Path ballast) throws IOException {
        SlotMap slots = new SlotMap(cluster.clientAddresses());
        slots.refresh(0);
        try (ClusterClient client = new ClusterClient(slots, ANSWER_MILLIS, 0)) {
            String value = "v".repeat(VALUE_BYTES);
            int written = 0;
            Reply last = set(client, "full:0", value);
            while (!isRefused(last) && written < MOST_WRITES) {
                assertThat(last).isInstanceOf(Reply.Simple.class);
                written++;
                last = set(client, "full:" + written, value);
            }
            assertThat(isRefused(last))
                    .as("refused after " + written + " writes: " + last.text())
                    .isTrue();
            String refused = "full:" + written;
            for (int number = 0; number < written; number++) {
                assertThat(get(client, "full:" + number).text()).hasSize(VALUE_BYTES);
            }
            assertThat(get(client, refused)).isInstanceOf(Reply.Nil.class);

            Files.delete(ballast);
            Awaitility.await()
                    .atMost(LocalCluster.PATIENCE)
                    .until(() -> set(client, refused, value) instanceof Reply.Simple);
            cluster.awaitWhole();
            for (int number = 0; number <= written; number++) {
                assertThat(get(client, "full:" + number).text()).hasSize(VALUE_BYTES);
            }
            System.out.println("Full disk: refused after " + written + " writes of " + VALUE_BYTES + " octets");
        }
    }

    private static Reply set(ClusterClient client, String key, String value) {
        return answer(client, "SET", key, value);
    }

    private static Reply get(ClusterClient client, String key) {
        return answer(client, "GET", key);
    }

    /** Asks again where a failover left the outcome open: what is asked here may happen twice. */
    private static Reply answer(ClusterClient client, String... command) {
        return Awaitility.await()
                .atMost(LocalCluster.PATIENCE)
                .until(
                        () -> client.call(PATIENCE_MILLIS, command) instanceof ClusterClient.Outcome.Answered answered
                                ? answered.reply()
                                : null,
                        Objects::nonNull);
    }

    private static boolean isRefused(Reply reply) {
        return reply instanceof Reply.Failure failure && failure.code().equals("MISCONF");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
