package io.buddykv.operator.plan;

import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.RoleView.SetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From what is seen to what is to be done next: a pure function, asked anew after every change. One kind of change goes
 * first: pods on machines that are away, then the number of slaves, then how copies lie, then volumes, then pods of an old
 * template. Nothing here is remembered between two calls, so that an operator that is replaced in the middle goes on where
 * the other one stood.
 */
public final class Planner {
    private Planner() {}

    public static Plan plan(Observation seen) {
        Sizing sizing = Sizing.of(seen);
        Growth growth = Growth.of(seen);
        boolean disruptionAllowed =
                seen.view().filter(ClusterView::isFullyInSync).isPresent() || !seen.isBorn();
        if (Boolean.TRUE.equals(seen.spec().paused())) {
            return new Plan(
                    false,
                    podsNow(seen),
                    growth.present(),
                    disruptionAllowed,
                    List.of(),
                    new Finding(Reason.PAUSED),
                    Unready.in(seen));
        }
        if (seen.isBorn() && !seen.credentialsPresent()) {
            return new Plan(
                    false,
                    podsNow(seen),
                    growth.present(),
                    disruptionAllowed,
                    List.of(),
                    new Finding(Reason.SETTLED),
                    new Finding(Reason.CREDENTIALS_MISSING));
        }
        List<Step> steps = new ArrayList<>(Eviction.of(seen));
        sizing.order().ifPresent(steps::add);
        if (sizing.order().isEmpty() && Shaping.isNeeded(seen)) {
            steps.add(new Step.OrderShape());
        }
        steps.addAll(growth.steps());
        Rollout rollout = Rollout.of(seen);
        if (steps.isEmpty()) {
            rollout.next().map(Step.ReplacePod::new).ifPresent(steps::add);
        }
        Finding progress = sizing.progress()
                .or(() -> growth.isGoingOn() ? Optional.of(new Finding(Reason.GROWING_VOLUMES)) : Optional.empty())
                .or(rollout::progress)
                .or(() -> moving(seen))
                .orElse(seen.isBorn() ? new Finding(Reason.SETTLED) : new Finding(Reason.STARTING));
        return new Plan(
                true,
                sizing.pods(),
                growth.present(),
                disruptionAllowed,
                steps,
                progress,
                rollout.trouble().orElse(Unready.in(seen)));
    }

    /** After how long to plan anew though nothing is seen to change: only where a machine's time is running out. */
    public static Optional<Duration> nextLook(Observation seen) {
        return Eviction.dueIn(seen);
    }

    private static int podsNow(Observation seen) {
        return seen.slaves().set().map(SetView::replicas).orElse(seen.spec().slaves());
    }

    private static Optional<Finding> moving(Observation seen) {
        return seen.view()
                .filter(view -> view.moves().left() > 0)
                .map(view -> new Finding(Reason.MOVING_RANGES, moves(view.moves())));
    }

    /** Nothing is planned of what is left where a slave is only waited for. */
    private static String moves(ClusterView.Moves moves) {
        return moves.planned() == 0
                ? moves.left() + (moves.left() == 1 ? " move left" : " moves left")
                : moves.made() + " of " + moves.planned() + " moves made";
    }
}
