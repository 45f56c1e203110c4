package io.buddykv.operator.plan;

import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.PodView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which pods of slaves are given up because their machine is away: those whose slave holds no in-sync copy any more, after
 * {@code podEvictionSeconds}; a sole holder of something only after twice {@code soleServeSeconds} more, when it can serve
 * nobody any longer.
 */
final class Eviction {
    /** Of a pod that may not be given up yet whatever the time: its slave may leave the map, a master may answer again. */
    static final Duration RETRY = Duration.ofSeconds(10);

    /** Kubernetes tells times in whole seconds. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private Eviction() {}

    static List<Step> of(Observation seen) {
        if (seen.view().isEmpty()) {
            return List.of();
        }
        return seen.slaves().pods().stream()
                .filter(pod -> isGivenUp(pod, seen.view().get(), seen))
                .map(pod -> (Step) new Step.ForceDeletePod(pod.name()))
                .toList();
    }

    /** When to look again, since nothing tells that a machine has been away for long enough; empty where none is away. */
    static Optional<Duration> dueIn(Observation seen) {
        return seen.slaves().pods().stream()
                .filter(pod -> pod.machineAway().compareTo(Duration.ZERO) > 0)
                .map(pod -> seen.view()
                        .filter(view -> mayBeGivenUp(pod, view))
                        .map(view -> patience(pod, view, seen).minus(pod.machineAway()))
                        .filter(left -> left.compareTo(RETRY) < 0)
                        .map(left -> left.compareTo(SOON) < 0 ? SOON : left)
                        .orElse(RETRY))
                .min(Duration::compareTo);
    }

    private static boolean isGivenUp(PodView pod, ClusterView view, Observation seen) {
        return mayBeGivenUp(pod, view) && pod.machineAway().compareTo(patience(pod, view, seen)) >= 0;
    }

    private static boolean mayBeGivenUp(PodView pod, ClusterView view) {
        boolean lives = view.slave(pod.number()).filter(ClusterView.Slave::isUp).isPresent();
        return !lives && !pod.ready();
    }

    private static Duration patience(PodView pod, ClusterView view, Observation seen) {
        Duration patience = Duration.ofSeconds(seen.spec().podEvictionSeconds());
        boolean holds = view.slave(pod.number())
                .filter(ClusterView.Slave::holdsInSyncCopies)
                .isPresent();
        return holds ? patience.plusSeconds(2L * seen.spec().soleServeSeconds()) : patience;
    }
}
