package io.buddykv.operator.plan;

import io.buddykv.operator.model.Role;

/** One thing to do that is not the applying of objects. Each is harmless when it is done again. */
public sealed interface Step {
    /** The master is to use the slaves with the lowest numbers, so many. */
    record OrderSize(int slaves) implements Step {}

    /** The master is to lay copies and move ranges as the spec says now. */
    record OrderShape() implements Step {}

    /** A pod is deleted in order; it comes back from the newest template. */
    record ReplacePod(String pod) implements Step {}

    /** A pod that its machine does not end is deleted without waiting for it. */
    record ForceDeletePod(String pod) implements Step {}

    /**
     * Volumes of a role are to have this size, and its set is made anew, around its pods, with it.
     *
     * @param setUid of the set that was made with another size: no other one is deleted
     */
    record GrowVolumes(Role role, String size, String setUid) implements Step {}
}
