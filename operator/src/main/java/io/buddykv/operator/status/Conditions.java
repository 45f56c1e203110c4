package io.buddykv.operator.status;

import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.plan.Finding;
import io.buddykv.operator.plan.Plan;
import io.buddykv.operator.plan.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** The five conditions. The time of a transition is kept while the status stays. */
public final class Conditions {
    public static final String READY = "Ready";
    public static final String REDUNDANT = "Redundant";
    public static final String PROGRESSING = "Progressing";
    public static final String DEGRADED = "Degraded";
    public static final String DATA_LOST = "DataLost";

    private static final Set<Reason> NOT_IN_PROGRESS = Set.of(Reason.SETTLED, Reason.PAUSED);

    private Conditions() {}

    static List<Condition> of(Observation seen, Plan plan, long generation, List<Condition> before, Clock clock) {
        Finding ready = ready(seen);
        Finding redundant = redundant(seen);
        long losses = seen.view().map(ClusterView::dataLosses).orElse(0L);
        Finding loss = losses > 0
                ? new Finding(Reason.DATA_LOST, losses + " ranges so far")
                : new Finding(Reason.NOTHING_LOST);
        boolean lost = losses > 0 || seen.view().isEmpty() && wasTrue(DATA_LOST, before);
        return List.of(
                condition(READY, ready.reason() == Reason.SERVING, ready, generation, before, clock),
                condition(REDUNDANT, redundant.reason() == Reason.ALL_IN_SYNC, redundant, generation, before, clock),
                condition(
                        PROGRESSING,
                        !NOT_IN_PROGRESS.contains(plan.progress().reason()),
                        plan.progress(),
                        generation,
                        before,
                        clock),
                condition(
                        DEGRADED, plan.trouble().reason() != Reason.HEALTHY, plan.trouble(), generation, before, clock),
                lost && losses == 0
                        ? find(DATA_LOST, before)
                        : condition(DATA_LOST, lost, loss, generation, before, clock));
    }

    /** What is said of a resource that nothing can be made of; what was known of its cluster stays. */
    static List<Condition> invalid(String why, long generation, List<Condition> before, Clock clock) {
        Condition degraded = condition(DEGRADED, true, new Finding(Reason.INVALID, why), generation, before, clock);
        return java.util.stream.Stream.concat(
                        before.stream().filter(condition -> !condition.getType().equals(DEGRADED)),
                        java.util.stream.Stream.of(degraded))
                .toList();
    }

    private static Finding ready(Observation seen) {
        if (seen.view().isEmpty()) {
            return new Finding(seen.isBorn() ? Reason.MASTER_SILENT : Reason.STARTING);
        }
        ClusterView view = seen.view().get();
        if (!view.isBorn()) {
            return new Finding(Reason.STARTING);
        }
        List<Integer> deserted = seen.deserted();
        if (!deserted.isEmpty()) {
            return new Finding(Reason.RANGES_DOWN, gone(deserted));
        }
        return view.ranges().down() == 0
                ? new Finding(Reason.SERVING)
                : new Finding(
                        Reason.RANGES_DOWN,
                        view.ranges().down() + " of " + view.ranges().total());
    }

    private static String gone(List<Integer> deserted) {
        return "the pods of slaves " + deserted + " are gone";
    }

    private static Finding redundant(Observation seen) {
        if (seen.view().filter(ClusterView::isBorn).isEmpty()) {
            return new Finding(seen.isBorn() ? Reason.MASTER_SILENT : Reason.STARTING);
        }
        ClusterView view = seen.view().get();
        if (seen.spec().buddies() == 0) {
            return new Finding(Reason.NO_BUDDIES);
        }
        List<Integer> deserted = seen.deserted();
        if (!deserted.isEmpty()) {
            return new Finding(Reason.COPIES_MISSING, gone(deserted));
        }
        if (!view.isFullyInSync()) {
            return new Finding(
                    Reason.COPIES_MISSING,
                    view.ranges().underReplicated() + " of " + view.ranges().total());
        }
        return view.redundant() ? new Finding(Reason.ALL_IN_SYNC) : new Finding(Reason.TOO_FEW_SLAVES);
    }

    private static Condition condition(
            String type, boolean holds, Finding finding, long generation, List<Condition> before, Clock clock) {
        String status = holds ? "True" : "False";
        Condition earlier = find(type, before);
        String since = earlier != null && earlier.getStatus().equals(status)
                ? earlier.getLastTransitionTime()
                : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(finding.reason().word())
                .withMessage(finding.message())
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }

    private static boolean wasTrue(String type, List<Condition> before) {
        Condition earlier = find(type, before);
        return earlier != null && earlier.getStatus().equals("True");
    }

    private static Condition find(String type, List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElse(null);
    }
}
