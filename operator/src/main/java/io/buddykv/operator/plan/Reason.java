package io.buddykv.operator.plan;

/** Why something is as it is: the same word in conditions, events and logs, and the sentence that goes with it. */
public enum Reason {
    SERVING("AllRangesServed", "every key range is served"),
    STARTING("Starting", "the cluster has not been born yet"),
    MASTER_SILENT("MasterSilent", "no active master answers; slaves go on serving what they have"),
    RANGES_DOWN("RangesDown", "key ranges are served by nobody"),

    ALL_IN_SYNC("AllInSync", "every key range has all its copies in sync"),
    TOO_FEW_SLAVES("TooFewSlaves", "there are fewer slaves than copies that are wanted"),
    COPIES_MISSING("CopiesMissing", "key ranges are short of copies"),
    NO_BUDDIES("NoBuddiesWanted", "spec.buddies is 0: every key range has one copy only"),

    SETTLED("Settled", "what is there is what is wanted"),
    SCALING_OUT("ScalingOut", "slaves are being added"),
    SCALING_IN("ScalingIn", "slaves are being emptied and taken away"),
    MOVING_RANGES("MovingRanges", "key ranges are being moved"),
    UPDATING("Updating", "pods are being replaced, one at a time"),
    UPDATE_WAITS("UpdateWaits", "pods are to be replaced once every key range is fully in sync"),
    GROWING_VOLUMES("GrowingVolumes", "volumes are being made larger"),
    PAUSED("Paused", "spec.paused is true: nothing is changed"),

    HEALTHY("Healthy", "nothing is wrong"),
    PODS_UNREADY("PodsUnready", "pods are missing or not ready"),
    INVALID("Invalid", "nothing can be made of the resource"),
    CREDENTIALS_MISSING("CredentialsMissing", "the cluster's credentials are gone and are not made anew by themselves"),
    UPDATE_WOULD_LOSE_DATA(
            "UpdateWouldLoseData", "the only slave holds everything in memory: delete its pod yourself to update it"),
    ORDER_REFUSED("OrderRefused", "the master refused an order"),
    APPLYING_FAILED("ApplyingFailed", "objects could not be applied"),

    NOTHING_LOST("NothingLost", "no key range ever began again empty"),
    DATA_LOST("DataLost", "key ranges began again empty because every copy was gone"),

    POD_REPLACED("PodReplaced", "a pod is replaced"),
    POD_FORCE_DELETED("PodForceDeleted", "a pod on a machine that is away is given up"),
    SIZE_ORDERED("SizeOrdered", "the master was asked for another number of slaves"),
    SHAPE_ORDERED("ShapeOrdered", "the master was asked to lay copies otherwise");

    private final String word;
    private final String sentence;

    Reason(String word, String sentence) {
        this.word = word;
        this.sentence = sentence;
    }

    /** As conditions and events have it. */
    public String word() {
        return word;
    }

    public String sentence() {
        return sentence;
    }
}
