package io.buddykv.operator.status;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.crds.kubernetes.ClusterResourceStatus;
import io.buddykv.operator.model.Blueprint;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.model.Role;
import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.PodView;
import io.buddykv.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What is told of a cluster, from what was seen and what is planned. While no master answers, the last known stands. */
public final class StatusReport {
    private final Clock clock;

    public StatusReport(Clock clock) {
        this.clock = clock;
    }

    public ClusterResourceStatus of(ClusterResource cluster, Observation seen, Plan plan, String image) {
        Names names = Blueprint.names(cluster);
        Optional<ClusterResourceStatus> before = Optional.ofNullable(cluster.getStatus());
        Optional<ClusterView> view = seen.view();
        return new ClusterResourceStatus(
                cluster.getMetadata().getGeneration(),
                seen.slaves().pods().size(),
                Labels.text(Labels.selector(names, Role.SLAVE)),
                seen.slaves().ready() + "/" + seen.spec().slaves(),
                view.filter(ClusterView::isBorn)
                        .map(ClusterView::clusterId)
                        .or(seen::knownClusterId)
                        .orElse(null),
                image,
                version(seen, image),
                view.flatMap(told -> activeMaster(told, seen)).orElse(null),
                view.map(told -> ranges(told.ranges()))
                        .or(() -> before.map(ClusterResourceStatus::ranges))
                        .orElse(null),
                view.map(told -> moves(told.moves()))
                        .or(() -> before.map(ClusterResourceStatus::moves))
                        .orElse(null),
                view.map(told -> slaves(told, names))
                        .or(() -> before.map(ClusterResourceStatus::slaves))
                        .orElse(null),
                Conditions.of(seen, plan, cluster.getMetadata().getGeneration(), conditions(cluster), clock));
    }

    public ClusterResourceStatus invalid(ClusterResource cluster, String why) {
        ClusterResourceStatus before = cluster.getStatus();
        long generation = cluster.getMetadata().getGeneration();
        List<Condition> conditions = Conditions.invalid(why, generation, conditions(cluster), clock);
        return before == null
                ? new ClusterResourceStatus(
                        generation, null, null, null, null, null, null, null, null, null, null, conditions)
                : new ClusterResourceStatus(
                        generation,
                        before.replicas(),
                        before.selector(),
                        before.slavesReady(),
                        before.clusterId(),
                        before.image(),
                        before.version(),
                        before.master(),
                        before.ranges(),
                        before.moves(),
                        before.slaves(),
                        conditions);
    }

    public static List<Condition> conditions(ClusterResource cluster) {
        return cluster.getStatus() == null || cluster.getStatus().conditions() == null
                ? List.of()
                : cluster.getStatus().conditions();
    }

    /** The image's tag once every pod was made from the newest template. */
    private static String version(Observation seen, String image) {
        boolean mixed = !seen.slaves().outdated().isEmpty()
                || !seen.masters().outdated().isEmpty()
                || !seen.zooKeeper().outdated().isEmpty();
        String name = image.substring(image.lastIndexOf('/') + 1);
        String tag = name.contains("@")
                ? name.substring(name.indexOf('@') + 1)
                : name.contains(":") ? name.substring(name.indexOf(':') + 1) : "latest";
        return mixed ? "mixed" : tag;
    }

    private static Optional<String> activeMaster(ClusterView view, Observation seen) {
        return view.activeMaster().flatMap(active -> seen.masters().pods().stream()
                .filter(pod -> pod.address().equals(active.host()))
                .map(PodView::name)
                .findFirst());
    }

    private static ClusterResourceStatus.Ranges ranges(ClusterView.Ranges told) {
        return new ClusterResourceStatus.Ranges(
                told.total(), told.down(), told.redirected(), told.underReplicated(), told.moving());
    }

    private static ClusterResourceStatus.Moves moves(ClusterView.Moves told) {
        return new ClusterResourceStatus.Moves(told.planned(), told.made(), told.left(), told.underWay());
    }

    private static List<ClusterResourceStatus.Slave> slaves(ClusterView view, Names names) {
        return view.slaves().stream()
                .map(slave -> new ClusterResourceStatus.Slave(
                        slave.number(),
                        names.pod(Role.SLAVE, slave.number()),
                        slave.zone() == null || slave.zone().isEmpty() ? null : slave.zone(),
                        slave.isUp(),
                        slave.draining(),
                        slave.homes(),
                        slave.primaries(),
                        slave.copies()))
                .toList();
    }
}
