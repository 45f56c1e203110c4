package io.buddykv.node.time;

import java.util.concurrent.TimeUnit;

/**
 * How late the ticks of one thread of control have come of late; others may ask. On a processor that has too much to do the
 * others are as late as this process is, so that their silence says less, and whoever is late itself waits for them longer,
 * in proportion.
 *
 * <p>After Lifeguard's local health (Dadgar, Phillips, Currey: "Lifeguard: Local Health Awareness for More Accurate Failure
 * Detection", 2018), which found most false alarms to come from watchers that were short of a processor themselves.
 */
public final class Lateness {
    /** However late this process or others are, nobody is waited for longer than so many times as long as usual. */
    public static final int MOST_TIMES = 10;

    /** What a tick is late, an answer may be so many times: it takes several threads to come about. */
    private static final int STEPS_OF_AN_ANSWER = 6;

    private static final long HALF_LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private volatile long worstNanos;
    private long sinceNanos;

    /**
     * A tick that was due at {@code dueNanos} has come. The worst of the ticks counts, and half as much after half a second.
     */
    public void ticked(long nowNanos, long dueNanos) {
        long halved = worstNanos >> Math.min(Long.SIZE - 1, (nowNanos - sinceNanos) / HALF_LIFE_NANOS);
        long late = nowNanos - dueNanos;
        if (late >= halved) {
            worstNanos = Math.max(0, late);
            sinceNanos = nowNanos;
        } else if (halved != worstNanos) {
            worstNanos = halved;
            sinceNanos = nowNanos;
        }
    }

    /** How long to wait for what takes no longer than {@code nanos} on a machine that has time. */
    public long patienceNanos(long nanos) {
        return Math.max(nanos, Math.min(STEPS_OF_AN_ANSWER * worstNanos, MOST_TIMES * nanos));
    }
}
