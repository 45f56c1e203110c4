package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.crds.KvClusterSpec;
import io.buddykv.node.boot.Ports;
import io.buddykv.node.boot.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    @Test
    void theStandardPlanIsTheDocumentedOne() {
        PortPlan plan = new PortPlan(PortPlan.STANDARD);

        assertThat(plan.of(new NodeName(Role.SLAVE, 2))).isEqualTo(new Ports(6381, 7402, 7502, 0, 8082));
        assertThat(plan.of(new NodeName(Role.MASTER, 1))).isEqualTo(new Ports(6480, 0, 0, 7601, 8181));
        assertThat(plan.of(new NodeName(Role.ZOOKEEPER, 0))).isEqualTo(new Ports(7700, 0, 0, 0, 8280));
    }

    @Test
    void theLargestClusterHasNoPortTwice() {
        PortPlan plan = new PortPlan(PortPlan.HIGHEST);
        Set<Integer> seen = new HashSet<>();
        for (NodeName node : ClusterPlan.names(KvClusterSpec.MOST_SLAVES, KvClusterSpec.MOST_MASTERS, true)) {
            Ports ports = plan.of(node);
            List.of(ports.client(), ports.master(), ports.replication(), ports.slave(), ports.http()).stream()
                    .filter(port -> port != 0)
                    .forEach(port -> assertThat(seen.add(port))
                            .as("%s, port %d", node, port)
                            .isTrue());
        }
    }

    @Test
    void aBaseWithoutRoomIsRefused() {
        assertThatThrownBy(() -> new PortPlan(80)).hasMessageContaining("--base-port: 80 must be from 1024 to 63634");
        assertThatThrownBy(() -> new PortPlan(64_000)).hasMessageContaining("--base-port: 64000");
    }

    @Test
    void peopleMayWriteASlaveAsItsNumber() {
        assertThat(NodeName.parse("2")).contains(new NodeName(Role.SLAVE, 2));
        assertThat(NodeName.parse("slave-2")).contains(new NodeName(Role.SLAVE, 2));
        assertThat(NodeName.parse("master-0")).contains(new NodeName(Role.MASTER, 0));
        assertThat(NodeName.parse("zookeeper")).contains(new NodeName(Role.ZOOKEEPER, 0));
        assertThat(NodeName.parse("first")).isEmpty();
        assertThat(NodeName.parse("-1")).isEmpty();
    }
}
