package io.buddykv.operator.observe;

import java.util.List;
import java.util.Optional;

/** The pods of one role and what they are made from. */
public record RoleView(Optional<SetView> set, List<PodView> pods) {
    public static final RoleView ABSENT = new RoleView(Optional.empty(), List.of());

    /**
     * A StatefulSet.
     *
     * @param replicas pods that it is to have
     * @param revision of the newest pod template; empty until its controller has seen it
     * @param volumeSize of each pod's volume; empty without volumes
     */
    public record SetView(int replicas, String revision, String volumeSize) {}

    public RoleView {
        pods = List.copyOf(pods);
    }

    /** Pods that were made from another template than the newest; none while the newest is not known. */
    public List<PodView> outdated() {
        String newest = set.map(SetView::revision).orElse("");
        return newest.isEmpty()
                ? List.of()
                : pods.stream().filter(pod -> !pod.revision().equals(newest)).toList();
    }

    /** All pods are there and ready, and none is on its way out. */
    public boolean isSettled() {
        return set.isPresent()
                && pods.size() == set.get().replicas()
                && pods.stream().allMatch(PodView::isUndisturbed);
    }

    public int ready() {
        return (int) pods.stream().filter(PodView::isUndisturbed).count();
    }
}
