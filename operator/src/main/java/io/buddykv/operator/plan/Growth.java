package io.buddykv.operator.plan;

import io.buddykv.operator.model.Role;
import io.buddykv.operator.model.Volumes;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.RoleView;
import io.buddykv.operator.observe.RoleView.SetView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Volumes that are to be larger than what their set was made with, which cannot be changed in place: the set is deleted
 * without its pods, and made anew around them.
 *
 * @param present what sets are made with for now
 * @param steps for sets that can be deleted now
 * @param isGoingOn whether any volume is to grow, now or soon
 */
record Growth(Volumes present, List<Step> steps, boolean isGoingOn) {

    static Growth of(Observation seen) {
        Volumes wanted = Volumes.wanted(seen.spec());
        Volumes present = new Volumes(size(seen.slaves(), wanted.slaves()), size(seen.zooKeeper(), wanted.zooKeeper()));
        return new Growth(
                present,
                Stream.of(
                                step(Role.SLAVE, seen.slaves(), wanted.slaves()),
                                step(Role.ZOOKEEPER, seen.zooKeeper(), wanted.zooKeeper()))
                        .flatMap(Optional::stream)
                        .toList(),
                !present.equals(wanted));
    }

    private static String size(RoleView role, String wanted) {
        return wanted.isEmpty()
                ? ""
                : role.set()
                        .map(SetView::volumeSize)
                        .filter(size -> !size.isEmpty())
                        .orElse(wanted);
    }

    /**
     * Not of a set that is on its way out already, and not of one that has just been made around its pods: deleted before
     * Kubernetes knows whom it owns, it would take them along.
     */
    private static Optional<Step> step(Role role, RoleView view, String wanted) {
        return view.set()
                .filter(set -> !size(view, wanted).equals(wanted) && !set.ending() && set.ownsItsPods())
                .map(set -> new Step.GrowVolumes(role, wanted, set.uid()));
    }
}
