package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.FsyncPolicy;
import io.buddykv.crds.StorageSpec;
import io.buddykv.node.local.Kv;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A cluster under load is copied away, and written into one of another size. */
class BackupIT {
    private static final int CLIENTS = 2;

    @Test
    @EnabledIfSystemProperty(named = "proof", matches = "full")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aBackupTakenUnderLoadIsWrittenIntoAClusterOfAnotherSize(@TempDir Path backup) throws Exception {
        RememberedKeys keys = new RememberedKeys();
        try (LocalCluster cluster = LocalCluster.start(
                        "BackupIT", LocalCluster.spec(3).withStorage(new StorageSpec(FsyncPolicy.EVERYSEC)));
                RecordedLoad load = new RecordedLoad(cluster.clientAddresses()).start(CLIENTS)) {
            keys.write(cluster);
            assertThat(kv("backup", cluster, backup)).isZero();
            keys.write(cluster);
            assertThat(kv("backup", cluster, backup)).as("once more").isZero();
            load.finish();
            load.assertSound();
        }
        try (LocalCluster other = LocalCluster.start("BackupIT", 2)) {
            assertThat(kv("restore", other, backup)).isZero();
            keys.assertThere(other);
            assertThat(kv("restore", other, backup)).as("over keys").isNotZero();
        }
    }

    private static int kv(String command, LocalCluster cluster, Path backup) {
        return Kv.run(command, "--home=" + cluster.directory(), backup.toString());
    }
}
