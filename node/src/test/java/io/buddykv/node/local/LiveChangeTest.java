package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.placement.PlacementPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveChangeTest {
    private static final KvCluster RUNNING = cluster("c", "");

    @Test
    void sizeCopiesAndMovesAreChangedLive() {
        KvCluster wanted = cluster(
                "c",
                "replicas: 5, buddies: 2, placement: ring, rebalance: {by: load, maxParallelMoves: 4,"
                        + " maxBytesPerSecond: 1M}");
        assertThat(LiveChange.obstacle(RUNNING, wanted)).isEmpty();
        assertThat(LiveChange.shape(wanted.spec()))
                .isEqualTo(new ShapeOrder(2, PlacementPolicy.RING, new Rebalancing(Rebalancing.By.LOAD, 4, 1_000_000)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keyRanges: 64     | spec.keyRanges cannot be changed while the cluster runs (256 to 64)",
                "masters: 3        | spec.masters cannot be changed while the cluster runs (2 to 3)",
                "memory: 1Gi       | spec.memory cannot be changed while the cluster runs (512Mi to 1Gi)",
                "recopySeconds: 1  | spec.times cannot be changed",
                "zookeeper: {connectString: 'a:1'} | spec.zookeeper cannot be changed",
            })
    void whatNeedsAnotherStartIsNamedWithBothValues(String field, String obstacle) {
        assertThat(LiveChange.obstacle(RUNNING, cluster("c", field)))
                .hasValueSatisfying(told -> assertThat(told).contains(obstacle));
    }

    @Test
    void anotherClustersFileIsRefused() {
        assertThat(LiveChange.obstacle(RUNNING, cluster("d", "")))
                .hasValue("the running cluster is c, the file is of d");
    }

    private static KvCluster cluster(String name, String spec) {
        return KvClusterReader.read(
                "{apiVersion: buddykv.io/v1, kind: KVCluster, metadata: {name: " + name + "}, spec: {" + spec + "}}");
    }
}
