package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private final MemoryFiles files = new MemoryFiles();
    private final AtomicLong ids = new AtomicLong(100);

    private DataDirectory open(String boot) {
        return DataDirectory.open(files, boot, ids::incrementAndGet);
    }

    @Test
    void itsIdLivesAsLongAsItsContent() {
        DataDirectory first = open("boot-1");
        assertThat(first.isFresh()).isTrue();
        assertThat(first.clusterId()).isNull();
        DataDirectory second = open("boot-1");
        assertThat(second.isFresh()).isFalse();
        assertThat(second.dataId()).isEqualTo(first.dataId());
        assertThat(second.trust()).isEqualTo(TailTrust.WRITTEN);
    }

    @Test
    void anotherBootOfTheMachineAndAFailedFsyncAreRemembered() {
        open("boot-1").inUse();
        DataDirectory rebooted = open("boot-2");
        assertThat(rebooted.trust()).isEqualTo(TailTrust.GAPLESS);
        assertThat(open("boot-2").trust()).as("not in use yet").isEqualTo(TailTrust.GAPLESS);
        rebooted.inUse();
        assertThat(open("boot-2").trust()).isEqualTo(TailTrust.WRITTEN);
        assertThat(rebooted.syncFailed()).isTrue();
        assertThat(open("boot-2").trust()).isEqualTo(TailTrust.DURABLE);
    }

    @Test
    void anotherClustersDataIsRefused() {
        open("boot").belongsTo("cluster-a");
        DataDirectory again = open("boot");
        again.belongsTo("cluster-a");
        assertThatThrownBy(() -> again.belongsTo("cluster-b"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("holds data of the cluster cluster-a")
                .hasMessageContaining("cluster-b");
    }

    @Test
    void noDamagedOctetCostsTheIdentity() {
        DataDirectory made = open("boot");
        made.belongsTo("cluster-a");
        for (String name : new String[] {"identity", "identity.copy"}) {
            byte[] whole = files.content(name).clone();
            for (int at = 0; at < whole.length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 4;
                files.content(name, damaged);
                DataDirectory opened = open("boot");
                assertThat(opened.dataId()).isEqualTo(made.dataId());
                assertThat(opened.clusterId()).isEqualTo("cluster-a");
            }
            files.content(name, whole);
        }
    }

    @Test
    void dataWithoutIdentityIsRefused() {
        open("boot");
        files.content("log/0000000000000001.segment", new byte[10]);
        files.delete("identity");
        files.delete("identity.copy");
        assertThatThrownBy(() -> open("boot"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("move the directory away");
    }

    @Test
    void aNewerFormatIsRefused() {
        files.content("identity", new DataIdentity(2, 7, "", "boot", false).toBytes());
        assertThatThrownBy(() -> open("boot"))
                .isInstanceOf(NewerFormatException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void aDiskThatCannotBeWrittenIsAClearError() {
        files.failWrites("Read-only file system");
        assertThatThrownBy(() -> open("boot"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("Read-only file system");
    }

    @Test
    void theLastMapIsKept() {
        DataDirectory directory = open("boot");
        assertThat(directory.maps()).isEmpty();
        directory.storeMap("a map".getBytes(StandardCharsets.UTF_8));
        assertThat(open("boot").maps()).containsExactly("a map".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oneDirectoryIsForOneProcess(@TempDir Path root) throws IOException {
        Path directory = root.resolve("data");
        DirectoryLock lock = DirectoryLock.take(directory);
        assertThatThrownBy(() -> DirectoryLock.take(directory))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("another process uses");
        lock.close();
        DirectoryLock.take(directory).close();
        assertThat(Files.exists(directory.resolve("lock"))).isTrue();
    }
}
