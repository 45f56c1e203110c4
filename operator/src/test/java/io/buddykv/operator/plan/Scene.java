package io.buddykv.operator.plan;

import io.buddykv.operator.Clusters;
import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.PodView;
import io.buddykv.operator.observe.RoleView;
import io.buddykv.operator.observe.RoleView.SetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What is seen of a cluster of three slaves, two masters and one ZooKeeper in which all is well, and changes of that. */
final class Scene {
    static final String OLD = "old";
    static final String NEW = "new";
    static final String SET_UID = "uid-of-kv-slave";
    static final String OTHER_UID = "uid-of-another-set";

    String spec = "{replicas: 3, zookeeper: {replicas: 1}}";
    boolean credentials = true;
    boolean born = true;
    boolean isMade = true;
    boolean isEnding;
    boolean ownsItsPods = true;
    int present = 3;
    String volumeSize = "";
    List<PodView> slaves = pods("kv-slave", 3, NEW);
    List<PodView> masters = pods("kv-master", 2, NEW);
    List<PodView> zooKeeper = pods("kv-zookeeper", 1, NEW);
    List<ClusterView.Slave> holders = holders(3);
    ClusterView.Ranges ranges = new ClusterView.Ranges(256, 0, 0, 0, 0);
    ClusterView.Goal goal = goal(3);
    boolean masterAnswers = true;

    static List<PodView> pods(String set, int count, String revision) {
        return new ArrayList<>(IntStream.rangeClosed(1, count)
                .mapToObj(number -> new PodView(
                        set + "-" + number, number, revision, true, false, set + "-address-" + number, Duration.ZERO))
                .toList());
    }

    static List<ClusterView.Slave> holders(int count) {
        return new ArrayList<>(IntStream.rangeClosed(1, count)
                .mapToObj(number ->
                        new ClusterView.Slave(number, "UP", "", 85, 85, 85, 0, false, "kv-slave-address-" + number))
                .toList());
    }

    static ClusterView.Slave empty(int number) {
        return new ClusterView.Slave(number, "UP", "", 0, 0, 0, 0, true, "kv-slave-address-" + number);
    }

    static ClusterView.Slave down(int number, int copies) {
        return new ClusterView.Slave(number, "DOWN", "", 85, 0, copies, 0, false, "kv-slave-address-" + number);
    }

    private static SetView set(int replicas, String volumeSize) {
        return new SetView(OTHER_UID, replicas, NEW, volumeSize, false, true);
    }

    static ClusterView.Goal goal(int slaves) {
        return new ClusterView.Goal(slaves, 1, "SPREAD", "COUNT", 32, 0);
    }

    static PodView unready(PodView pod) {
        return new PodView(pod.name(), pod.number(), pod.revision(), false, false, pod.address(), Duration.ZERO);
    }

    static UnaryOperator<PodView> away(long seconds) {
        return pod -> new PodView(
                pod.name(), pod.number(), pod.revision(), false, true, pod.address(), Duration.ofSeconds(seconds));
    }

    Scene scaledTo(int wanted) {
        spec = "{replicas: " + wanted + ", zookeeper: {replicas: 1}}";
        return this;
    }

    Scene slavePods(int count) {
        present = count;
        slaves = pods("kv-slave", count, NEW);
        return this;
    }

    Scene changed(List<PodView> pods, int number, UnaryOperator<PodView> change) {
        pods.replaceAll(pod -> pod.number() == number ? change.apply(pod) : pod);
        return this;
    }

    Observation seen() {
        ClusterView view = new ClusterView(
                "id",
                7,
                true,
                true,
                0,
                List.of(
                        new ClusterView.Master(1, false, "kv-master-address-1", 7402, 8080),
                        new ClusterView.Master(2, true, "kv-master-address-2", 7402, 8080)),
                holders,
                ranges,
                goal,
                null);
        return new Observation(
                Clusters.with(spec).getSpec(),
                new RoleView(
                        isMade
                                ? Optional.of(new SetView(SET_UID, present, NEW, volumeSize, isEnding, ownsItsPods))
                                : Optional.empty(),
                        slaves),
                new RoleView(Optional.of(set(2, "")), masters),
                new RoleView(Optional.of(set(1, "1Gi")), zooKeeper),
                masterAnswers ? Optional.of(view) : Optional.empty(),
                credentials,
                born ? Optional.of("id") : Optional.empty());
    }

    Plan planned() {
        return Planner.plan(seen());
    }
}
