package io.buddykv.operator.plan;

import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import java.util.Optional;

/**
 * How many slaves there should be now. Out: pods first, then the master is asked to use those that have registered, in the
 * order of their numbers. In: the master is asked first, and a pod goes only when the active master's map shows that its
 * slave and all with higher numbers are empty. Scaling the other way meanwhile is an order like any other.
 *
 * @param pods that the slaves' set should have
 * @param order for the master
 * @param progress when something is going on
 */
record Sizing(int pods, Optional<Step> order, Optional<Finding> progress) {

    static Sizing of(Observation seen) {
        int wanted = seen.spec().slaves();
        int present = seen.slaves().size();
        Optional<ClusterView> view = seen.view().filter(ClusterView::isBorn).filter(born -> born.goal() != null);
        if (view.isEmpty()) {
            // Without the map nobody knows what the highest numbers hold.
            return new Sizing(Math.max(wanted, present), Optional.empty(), progress(wanted, present, present));
        }
        int ordered = view.get().goal().slaves();
        int next = wanted <= ordered ? wanted : Math.max(ordered, Math.min(wanted, registered(view.get())));
        Optional<Step> order = next == ordered ? Optional.empty() : Optional.of(new Step.OrderSize(next));
        boolean emptied = ordered <= wanted;
        int pods = wanted >= present || !emptied
                ? Math.max(wanted, present)
                : Math.max(wanted, occupied(view.get(), present));
        return new Sizing(pods, order, progress(wanted, present, ordered));
    }

    /** Slaves from 1 on without a gap that have registered and live. */
    private static int registered(ClusterView view) {
        int highest = 0;
        while (view.slave(highest + 1).filter(ClusterView.Slave::isUp).isPresent()) {
            highest++;
        }
        return highest;
    }

    /** The highest number, up to {@code present}, whose slave is not empty. */
    private static int occupied(ClusterView view, int present) {
        int number = present;
        while (number > 0 && view.slave(number).map(ClusterView.Slave::isEmpty).orElse(true)) {
            number--;
        }
        return number;
    }

    private static Optional<Finding> progress(int wanted, int present, int ordered) {
        if (wanted < present || wanted < ordered) {
            return Optional.of(new Finding(Reason.SCALING_IN, present + " pods, " + wanted + " wanted"));
        }
        return present > 0 && (wanted > present || wanted > ordered)
                ? Optional.of(new Finding(Reason.SCALING_OUT, ordered + " slaves in use, " + wanted + " wanted"))
                : Optional.empty();
    }
}
