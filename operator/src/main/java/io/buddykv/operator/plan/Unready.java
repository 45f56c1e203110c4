package io.buddykv.operator.plan;

import io.buddykv.operator.model.Role;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.PodView;
import io.buddykv.operator.observe.RoleView;
import io.buddykv.operator.observe.RoleView.SetView;
import java.util.ArrayList;
import java.util.List;

/**
 * Pods that are not ready, and how many are not there. Those of a set that is about to be made count from the beginning, so
 * that nothing is to be told anew once it is there.
 */
final class Unready {
    private Unready() {}

    static Finding in(Observation seen) {
        List<String> unready = new ArrayList<>();
        add(Role.SLAVE, seen.slaves(), seen.spec().slaves(), seen, unready);
        add(Role.MASTER, seen.masters(), seen.spec().masters(), seen, unready);
        add(Role.ZOOKEEPER, seen.zooKeeper(), members(seen), seen, unready);
        return unready.isEmpty()
                ? new Finding(Reason.HEALTHY)
                : new Finding(Reason.PODS_UNREADY, String.join(", ", unready));
    }

    private static int members(Observation seen) {
        return seen.spec().zookeeper().isManaged() ? seen.spec().zookeeper().servers() : 0;
    }

    private static void add(Role role, RoleView view, int wanted, Observation seen, List<String> unready) {
        view.pods().stream()
                .filter(pod -> !pod.isUndisturbed())
                .map(PodView::name)
                .forEach(unready::add);
        boolean isMade = !Boolean.TRUE.equals(seen.spec().paused());
        int missing = view.set().map(SetView::replicas).orElse(isMade ? wanted : 0)
                - view.pods().size();
        if (missing > 0) {
            unready.add(missing + " " + role.label() + (missing == 1 ? " pod" : " pods") + " not there yet");
        }
    }
}
