package io.buddykv.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KvClusterReaderTest {
    private static String withSpec(String... lines) {
        StringBuilder yaml =
                new StringBuilder("apiVersion: buddykv.io/v1\nkind: KVCluster\nmetadata: {name: c}\nspec:\n");
        for (String line : lines) {
            yaml.append("  ").append(line).append('\n');
        }
        return yaml.toString();
    }

    @Test
    void theSampleMeansTheDefaults() throws IOException {
        KvCluster sample = KvClusterReader.read(Path.of("../manifests/samples/kvcluster.yaml"));

        assertThat(sample.metadata().name()).isEqualTo("sample");
        assertThat(sample.spec()).isEqualTo(KvClusterSpec.defaults());
        assertThat(sample.spec().shape()).isEqualTo(ClusterShape.DEFAULT);
        assertThat(sample.spec().timings()).isEqualTo(Timings.DEFAULT);
        assertThat(sample.spec().memory().bytes()).isEqualTo(512L << 20);
        assertThat(sample.spec().zookeeper().isManaged()).isTrue();
    }

    @Test
    void everyFieldIsTaken() {
        KvClusterSpec spec = KvClusterReader.read(withSpec(
                        "replicas: 5",
                        "masters: 3",
                        "keyRanges: 64",
                        "buddies: 2",
                        "placement: ring",
                        "rebalance: {by: load, maxParallelMoves: 4, maxBytesPerSecond: 10M}",
                        "leaseMillis: 600",
                        "heartbeatMillis: 50",
                        "suspicionMillis: 200",
                        "checkMillis: 100",
                        "stallMillis: 400",
                        "recopySeconds: 0",
                        "safeBootSeconds: 5",
                        "soleServeSeconds: 20",
                        "memory: 1Gi",
                        "zookeeper: {connectString: 'a:2181,b:2181/kv'}"))
                .spec();

        assertThat(spec.shape())
                .isEqualTo(new ClusterShape(
                        5,
                        64,
                        2,
                        Placement.RING,
                        new RebalanceSpec(RebalanceBy.LOAD, 4, new MemoryAmount(10_000_000))));
        assertThat(spec.timings()).isEqualTo(new Timings(600, 50, 200, 100, 400, 0, 5, 20));
        assertThat(spec.masters()).isEqualTo(3);
        assertThat(spec.memory().bytes()).isEqualTo(1L << 30);
        assertThat(spec.zookeeper().connectString()).isEqualTo("a:2181,b:2181/kv");
    }

    @Test
    void otherDocumentsAndKubernetesOwnFieldsArePassedOver() {
        KvCluster cluster = KvClusterReader.read("kind: ConfigMap\nanything: goes\n---\n"
                + "apiVersion: buddykv.io/v1\nkind: KVCluster\n"
                + "metadata: {name: c, labels: {a: b}, resourceVersion: '7'}\nstatus: {ready: true}\n");

        assertThat(cluster.spec()).isEqualTo(KvClusterSpec.defaults());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 0        | spec.replicas: 0 must be from 1 to 99",
                "replicas: many     | spec.replicas: \"many\" must be a whole number",
                "replicas: '3'      | spec.replicas: \"3\" must be a whole number",
                "replicas: 2.5      | spec.replicas: 2.5 must be a whole number",
                "replica: 3         | spec.replica: unknown field; did you mean 'replicas'?",
                "keyranges: 64      | spec.keyranges: unknown field; did you mean 'keyRanges'?",
                "rebalance: {by: size}  | spec.rebalance.by: \"size\" must be count or load",
                "rebalance: {maxParallelMoves: 0} | spec.rebalance.maxParallelMoves: 0 must be from 1 to 4096",
                "rebalance: {maxBytesPerSecond: 1k} | spec.rebalance.maxBytesPerSecond: 1000 must be at least 64Ki",
                "keyRanges: 100     | spec.keyRanges: 100 must be a power of two from 16 to 4096",
                "masters: 0         | spec.masters: 0 must be from 1 to 9",
                "buddies: 3         | spec.buddies: 3 must be from 0 to 2",
                "placement: star    | spec.placement: \"star\" must be spread or ring",
                "memory: 512MB      | spec.memory: '512MB' is no amount of memory",
                "memory: 1Mi        | spec.memory: 1Mi must be at least 16Mi",
                "leaseMillis: 120   | spec.leaseMillis: 120 must be at least 280: heartbeatMillis (30) + suspicionMillis (120)",
                "suspicionMillis: 40| spec.suspicionMillis: 40 must be at least twice heartbeatMillis (30)",
                "stallMillis: 100   | spec.stallMillis: 100 must be at least suspicionMillis (120)",
                "storage: {fsync: daily} | spec.storage.fsync: \"daily\" must be always, everysec or never",
                "zookeeper: {replicas: 2} | spec.zookeeper.replicas: 2 must be 1, 3 or 5",
                "zookeeper: {conectString: a} | spec.zookeeper.conectString: unknown field; did you mean 'connectString'?",
                "zookeeper: {connectString: a, replicas: 3} | spec.zookeeper.replicas: 3 is of no use beside connectString (a)",
                "wholly: different  | spec.wholly: unknown field; known are buddies, checkMillis",
            })
    void whatCannotBeMeantIsRefusedWithFieldAndValue(String line, String message) {
        assertThatThrownBy(() -> KvClusterReader.read(withSpec(line)))
                .isInstanceOf(InvalidClusterException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{apiVersion: buddykv.io/v2, kind: KVCluster, metadata: {name: c}} | apiVersion: buddykv.io/v2 must be buddykv.io/v1",
                "{apiVersion: buddykv.io/v1, kind: KVCluster} | metadata.name: (missing) must be lower-case",
                "{apiVersion: buddykv.io/v1, kind: KVCluster, metadata: {name: A_b}} | metadata.name: 'A_b' must be lower-case",
                "{apiVersion: buddykv.io/v1, kind: Deployment} | kind: 0 documents of kind KVCluster",
                "justText | kind: 0 documents",
                "{a: [b | not readable as YAML",
            })
    void whatIsNoClusterIsRefused(String yaml, String message) {
        assertThatThrownBy(() -> KvClusterReader.read(yaml))
                .isInstanceOf(InvalidClusterException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"1Ki,1024", "3M,3000000", "2Gi,2147483648", "77,77", "4k,4000", "1G,1000000000"})
    void memoryAmountsAreThoseOfKubernetes(String text, long bytes) {
        assertThat(MemoryAmount.parse(text).bytes()).isEqualTo(bytes);
        assertThat(MemoryAmount.parse(MemoryAmount.parse(text).toString()).bytes())
                .isEqualTo(bytes);
    }
}
