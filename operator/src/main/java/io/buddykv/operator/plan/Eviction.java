package io.buddykv.operator.plan;

import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.PodView;
import java.time.Duration;
import java.util.List;

/**
 * Which pods of slaves are given up because their machine is away: those whose slave holds no in-sync copy any more, after
 * {@code podEvictionSeconds}; a sole holder of something only after twice {@code soleServeSeconds} more, when it can serve
 * nobody any longer.
 */
final class Eviction {
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

    private static boolean isGivenUp(PodView pod, ClusterView view, Observation seen) {
        Duration patience = Duration.ofSeconds(seen.spec().podEvictionSeconds());
        boolean holds = view.slave(pod.number())
                .filter(ClusterView.Slave::holdsInSyncCopies)
                .isPresent();
        boolean lives = view.slave(pod.number()).filter(ClusterView.Slave::isUp).isPresent();
        Duration needed = holds ? patience.plusSeconds(2L * seen.spec().soleServeSeconds()) : patience;
        return !lives && !pod.ready() && pod.machineAway().compareTo(needed) >= 0;
    }
}
