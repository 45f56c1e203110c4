package io.buddykv.operator.observe;

import java.util.List;
import java.util.Optional;

/** The pods of one role and what they are made from. */
public record RoleView(Optional<SetView> set, List<PodView> pods) {
    public static final RoleView ABSENT = new RoleView(Optional.empty(), List.of());

    /**
     * A StatefulSet.
     *
     * @param uid no two sets have the same, whatever their names
     * @param replicas pods that it is to have
     * @param revision of the newest pod template; empty until its controller has seen it
     * @param volumeSize of each pod's volume; empty without volumes
     * @param ending it is being deleted: it makes no pod any more, and nothing is changed in it
     * @param ownsItsPods every pod there is; one that was made around pods takes them over first
     */
    public record SetView(
            String uid, int replicas, String revision, String volumeSize, boolean ending, boolean ownsItsPods) {}

    public RoleView {
        pods = List.copyOf(pods);
    }

    /** Pods that were made from another template than the newest; none while the newest is not known, or makes no pod. */
    public List<PodView> outdated() {
        String newest =
                set.filter(made -> !made.ending()).map(SetView::revision).orElse("");
        return newest.isEmpty()
                ? List.of()
                : pods.stream().filter(pod -> !pod.revision().equals(newest)).toList();
    }

    /** All pods are there and ready, and none is on its way out. */
    public boolean isSettled() {
        return set.isPresent()
                && !set.get().ending()
                && pods.size() == set.get().replicas()
                && pods.stream().allMatch(PodView::isUndisturbed);
    }

    /** How many pods there are to be: as the set says, or, while a new one is about to be made around them, as they stand. */
    public int size() {
        return set.map(SetView::replicas).orElseGet(() -> pods.stream()
                .filter(pod -> !pod.terminating())
                .mapToInt(PodView::number)
                .max()
                .orElse(0));
    }

    public int ready() {
        return (int) pods.stream().filter(PodView::isUndisturbed).count();
    }
}
