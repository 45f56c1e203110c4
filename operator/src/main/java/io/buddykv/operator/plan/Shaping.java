package io.buddykv.operator.plan;

import io.buddykv.crds.ClusterShape;
import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;

/** Whether copies are to lie, or to be moved, otherwise than the master was told last. */
final class Shaping {
    private Shaping() {}

    static boolean isNeeded(Observation seen) {
        return seen.view()
                .filter(ClusterView::isBorn)
                .map(ClusterView::goal)
                .filter(goal -> !matches(goal, seen.spec().shape()))
                .isPresent();
    }

    private static boolean matches(ClusterView.Goal goal, ClusterShape shape) {
        return goal.buddies() == shape.buddies()
                && goal.placement().equals(shape.placement().name())
                && goal.rebalanceBy().equals(shape.rebalance().by().name())
                && goal.maxParallelMoves() == shape.rebalance().maxParallelMoves()
                && goal.maxBytesPerSecond() == shape.rebalance().bytesPerSecond();
    }
}
