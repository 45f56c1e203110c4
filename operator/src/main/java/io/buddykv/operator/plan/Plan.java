package io.buddykv.operator.plan;

import io.buddykv.operator.model.Volumes;
import java.util.List;

/**
 * What is to be done next.
 *
 * @param applies whether objects are to be applied at all
 * @param slavePods how many pods of slaves there should be for now
 * @param volumes that sets are made with for now
 * @param disruptionAllowed whether others may take a slave's pod away
 * @param progress what is going on
 * @param trouble what keeps it from going on, or {@link Reason#HEALTHY}
 */
public record Plan(
        boolean applies,
        int slavePods,
        Volumes volumes,
        boolean disruptionAllowed,
        List<Step> steps,
        Finding progress,
        Finding trouble) {

    public Plan {
        steps = List.copyOf(steps);
    }

    /** The same plan, of which something could not be done. */
    public Plan withTrouble(Finding found) {
        return new Plan(applies, slavePods, volumes, disruptionAllowed, steps, progress, found);
    }
}
