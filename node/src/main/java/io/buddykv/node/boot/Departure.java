package io.buddykv.node.boot;

import java.util.concurrent.TimeUnit;

/** What a slave that is told to end waits for, and why it stops waiting. */
enum Departure {
    /** Masters may still give its ranges to others. */
    WAITS("ranges are being handed over"),
    /** It holds nothing that others do not serve by now. */
    HANDED_OVER("every range has been handed over"),
    /** Nobody stays to take anything. */
    CLUSTER_ENDS("the whole cluster ends: what has not been handed over stays here"),
    /** Without the membership service and a master no map is written, by which alone a range changes hands. */
    UNHEARD("neither masters nor the membership service answer: what has not been handed over stays here"),
    /** It has waited for as long as it may. */
    LATE("not every range was handed over in time");

    /** How long an orderly end may take to hand every range over. */
    static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** As long as a membership service of one server takes to be restarted, and then some. */
    static final long UNHEARD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String sentence;

    Departure(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /**
     * @param waitedNanos since it was told to end
     * @param unheardNanos for how long neither masters nor the membership service have answered
     */
    static Departure of(boolean handedOver, boolean clusterEnds, long waitedNanos, long unheardNanos) {
        if (handedOver) {
            return HANDED_OVER;
        }
        if (clusterEnds) {
            return CLUSTER_ENDS;
        }
        if (waitedNanos >= MOST_NANOS) {
            return LATE;
        }
        return Math.min(waitedNanos, unheardNanos) >= UNHEARD_NANOS ? UNHEARD : WAITS;
    }
}
