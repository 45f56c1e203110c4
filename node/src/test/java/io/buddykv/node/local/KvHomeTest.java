package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.node.boot.ClusterSecret;
import io.buddykv.node.boot.Ports;
import io.buddykv.node.boot.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvHomeTest {
    @TempDir
    Path directory;

    private KvHome home;

    @BeforeEach
    void create() throws Exception {
        home = new KvHome(directory.resolve("kv"));
        home.create();
    }

    @Test
    void theSecretIsMadeOnceAndReadableByItsOwnerOnly() throws Exception {
        home.ensureSecret();
        String made = ClusterSecret.read(home.secret()).reveal();
        home.ensureSecret();

        assertThat(ClusterSecret.read(home.secret()).matches(made)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secret())))
                .isEqualTo("rw-------");
    }

    @Test
    void theStateSurvivesTheWayThroughTheFile() throws Exception {
        ClusterState state = new ClusterState(
                "c",
                "127.0.0.1",
                6379,
                new ProcessMark(7, "8"),
                List.of(
                        new NodeState(Role.MASTER, 1, new Ports(1, 2, 3, 4, 5), new ProcessMark(9, "10"), 2),
                        new NodeState(Role.SLAVE, 0, new Ports(1, 2, 3, 4, 5), null, 0)));
        StateFile file = new StateFile(home.state());
        assertThat(file.read()).isEmpty();

        file.write(state);

        assertThat(file.read()).contains(state);
    }

    @Test
    void aDamagedStateIsNotTakenForNone() throws Exception {
        Files.writeString(home.state(), "{\"clusterName\":");

        assertThatThrownBy(() -> new StateFile(home.state()).read())
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void whatIsStoredOutlivesTheProcesses() throws Exception {
        Files.writeString(home.clusterId(), "id");
        Files.createDirectories(home.data("slave-1"));
        home.keepStored();

        home.ended();

        assertThat(home.data("slave-1")).exists();
        assertThat(home.clusterId()).exists();

        home.forgetCluster();

        assertThat(home.data("slave-1")).doesNotExist();
        assertThat(home.isStored()).isFalse();
    }

    @Test
    void forgettingLeavesLogsAndCredentials() throws Exception {
        home.ensureSecret();
        Files.writeString(home.log("slave-0"), "line");
        Files.createDirectories(home.data("zookeeper").resolve("version-2"));
        Files.writeString(home.clusterId(), "id");

        home.forgetCluster();

        assertThat(home.data("zookeeper")).doesNotExist();
        assertThat(home.clusterId()).doesNotExist();
        assertThat(home.log("slave-0")).exists();
        assertThat(home.secret()).exists();
    }
}
