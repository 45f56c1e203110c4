package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.KvClusterReader;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortCheckTest {
    private static List<NodeSettings> planned(PortPlan plan) {
        return ClusterPlan.of(
                KvClusterReader.read("{apiVersion: buddykv.io/v1, kind: KVCluster, metadata: {name: c}}"),
                plan,
                new KvHome(Path.of("/nowhere")),
                2);
    }

    @Test
    void aPortInUseIsNamedWithItsNode() throws Exception {
        PortPlan plan = PortCheck.anyFree(ClusterPlan.HOST, 3, 2, new Random());
        assertThat(PortCheck.firstInUse(planned(plan))).isEmpty();

        int taken = plan.of(new NodeName(Role.SLAVE, 1)).replication();
        try (ServerSocket socket = new ServerSocket(taken, 1, InetAddress.getByName(ClusterPlan.HOST))) {
            assertThat(socket.isBound()).isTrue();
            assertThat(PortCheck.firstInUse(planned(plan)))
                    .contains("port " + taken + " (replication port of slave-1) is in use on 127.0.0.1");
        }
    }

    @Test
    void thePlanStartsZooKeeperThenMastersThenSlavesAndAsksForTheirNumbers() {
        List<NodeSettings> nodes = planned(new PortPlan(20_000));

        assertThat(nodes)
                .extracting(NodeSettings::label)
                .containsExactly("zookeeper", "master-0", "master-1", "slave-1", "slave-2", "slave-3");
        assertThat(nodes).extracting(node -> node.zooKeeper().connectString()).containsOnly("127.0.0.1:21321");
    }

    @Test
    void anOwnZooKeeperIsNotStarted() {
        List<NodeSettings> nodes = ClusterPlan.of(
                KvClusterReader.read("{apiVersion: buddykv.io/v1, kind: KVCluster, metadata: {name: c},"
                        + " spec: {replicas: 1, masters: 1, zookeeper: {connectString: 'zoo:2181'}}}"),
                new PortPlan(20_000),
                new KvHome(Path.of("/nowhere")),
                2);

        assertThat(nodes).extracting(NodeSettings::label).containsExactly("master-0", "slave-1");
        assertThat(nodes).extracting(node -> node.zooKeeper().connectString()).containsOnly("zoo:2181");
    }
}
