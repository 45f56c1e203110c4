package io.buddykv.operator.reconciler;

import io.buddykv.operator.dependent.OutdatedViewException;
import io.buddykv.operator.plan.Finding;
import io.buddykv.operator.plan.Reason;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.util.Optional;

/** How far a plan has been carried out. */
sealed interface Outcome {
    Outcome DONE = new Done();
    Outcome OUTDATED = new Outdated();

    /** All that there is to do now. */
    record Done() implements Outcome {}

    /** Not all: what it was made from is true no more. Nobody needs to be told, since the truth is on its way as an event. */
    record Outdated() implements Outcome {}

    /** Not all, and somebody may want to know why. */
    record Failed(Finding finding) implements Outcome {}

    /** Of the applying of objects. */
    static Outcome of(WorkflowReconcileResult result) {
        Optional<Outcome> failure = result.getErroredDependents().entrySet().stream()
                .filter(failed -> !(failed.getValue() instanceof OutdatedViewException))
                .findFirst()
                .map(failed -> new Failed(new Finding(
                        Reason.APPLYING_FAILED,
                        failed.getKey().name() + ": " + failed.getValue().getMessage())));
        return failure.orElse(result.getErroredDependents().isEmpty() ? DONE : OUTDATED);
    }

    default Optional<Finding> trouble() {
        return this instanceof Failed failed ? Optional.of(failed.finding()) : Optional.empty();
    }
}
