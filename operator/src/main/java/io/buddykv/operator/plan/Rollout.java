package io.buddykv.operator.plan;

import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.PodView;
import io.buddykv.operator.observe.RoleView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which pod of an old template is replaced next: one at a time in the whole cluster, ZooKeeper's first, then masters (the
 * active one last), then slaves (the highest number first). Nothing is replaced while anything else is on its way, and a
 * slave only while every key range is fully in sync. A pod that is not ready and whose slave serves no in-sync copy may
 * always be replaced, so that a bad image can be corrected.
 *
 * @param next the pod to be deleted now
 * @param progress when there are pods of an old template
 * @param trouble when they will not be replaced without somebody's help
 */
record Rollout(Optional<String> next, Optional<Finding> progress, Optional<Finding> trouble) {
    private static final Rollout NOTHING = new Rollout(Optional.empty(), Optional.empty(), Optional.empty());

    static Rollout of(Observation seen) {
        List<RoleView> roles = List.of(seen.zooKeeper(), seen.masters(), seen.slaves());
        int outdated = roles.stream().mapToInt(role -> role.outdated().size()).sum();
        if (outdated == 0) {
            return NOTHING;
        }
        String detail = outdated + (outdated == 1 ? " pod left" : " pods left");
        Optional<PodView> hopeless = hopeless(seen);
        if (hopeless.isPresent()) {
            return replacing(hopeless.get(), detail);
        }
        boolean undisturbed =
                roles.stream().filter(role -> role.set().isPresent()).allMatch(RoleView::isSettled);
        if (!undisturbed) {
            return waiting(detail);
        }
        Optional<PodView> servant = first(seen.zooKeeper()).or(() -> nextMaster(seen));
        if (servant.isPresent()) {
            return replacing(servant.get(), detail);
        }
        if (isSoleHolderInMemory(seen)) {
            return new Rollout(
                    Optional.empty(),
                    Optional.of(new Finding(Reason.UPDATE_WAITS, detail)),
                    Optional.of(new Finding(Reason.UPDATE_WOULD_LOSE_DATA)));
        }
        boolean inSync = seen.view().filter(ClusterView::isFullyInSync).isPresent();
        return inSync ? replacing(first(seen.slaves()).orElseThrow(), detail) : waiting(detail);
    }

    private static Rollout replacing(PodView pod, String detail) {
        return new Rollout(
                Optional.of(pod.name()), Optional.of(new Finding(Reason.UPDATING, detail)), Optional.empty());
    }

    private static Rollout waiting(String detail) {
        return new Rollout(Optional.empty(), Optional.of(new Finding(Reason.UPDATE_WAITS, detail)), Optional.empty());
    }

    private static Optional<PodView> hopeless(Observation seen) {
        return java.util.stream.Stream.of(seen.zooKeeper(), seen.masters(), seen.slaves())
                .flatMap(role -> role.outdated().stream()
                        .filter(pod -> !pod.ready() && !pod.terminating())
                        .filter(pod -> role != seen.slaves() || holdsNothing(pod, seen)))
                .findFirst();
    }

    private static boolean holdsNothing(PodView pod, Observation seen) {
        if (seen.view().isEmpty()) {
            return !seen.isBorn();
        }
        return seen.view()
                .flatMap(view -> view.slave(pod.number()))
                .map(slave -> !slave.holdsInSyncCopies())
                .orElse(true);
    }

    private static Optional<PodView> nextMaster(Observation seen) {
        String active = seen.view()
                .flatMap(ClusterView::activeMaster)
                .map(ClusterView.Master::host)
                .orElse("");
        return seen.masters().outdated().stream()
                .max(Comparator.<PodView, Boolean>comparing(
                                pod -> !pod.address().equals(active))
                        .thenComparing(PodView::number));
    }

    private static Optional<PodView> first(RoleView role) {
        return role.outdated().stream().max(Comparator.comparingInt(PodView::number));
    }

    private static boolean isSoleHolderInMemory(Observation seen) {
        return seen.spec().storage() == null
                && seen.isBorn()
                && seen.slaves().pods().size() == 1;
    }
}
