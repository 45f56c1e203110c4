package io.buddykv.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.Clusters;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetsTest {
    private static Blueprint from(Map<Role, String> sets) {
        ClusterResource cluster = Clusters.with("{replicas: 3, storage: {size: 2Gi}, zookeeper: {replicas: 1}}");
        return new Blueprint(
                Blueprint.names(cluster),
                cluster.getSpec(),
                "buddykv/node:1",
                3,
                new Volumes("1Gi", "1Gi"),
                sets,
                true,
                Optional.empty());
    }

    @Test
    void whatWasTakenFromASetIsForThatSetOnly() {
        Blueprint blueprint = from(Map.of(Role.SLAVE, "a-uid", Role.ZOOKEEPER, "another"));

        assertThat(Sets.slaves(blueprint).getMetadata().getUid()).isEqualTo("a-uid");
        assertThat(Sets.masters(blueprint).getMetadata().getUid()).isNull();
        assertThat(Sets.zooKeeper(blueprint).getMetadata().getUid()).isEqualTo("another");
    }

    @Test
    void whereThereWasNoneOneIsMade() {
        assertThat(Sets.slaves(from(Map.of())).getMetadata().getUid()).isNull();
    }
}
