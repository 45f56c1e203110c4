package io.buddykv.node.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * What this slave, as a copy, has promised to one source over one link: not to serve a newer epoch before the lease has
 * passed since the last acknowledgement (R6). Refusals that stand in line go out before the next acknowledgement (R3),
 * so that no later promise covers a range that has been refused.
 */
final class Promise {
    private final long leaseNanos;
    private final List<Refusal> refusals = new ArrayList<>();
    private boolean made;
    private long lastNanos;

    Promise(long leaseNanos) {
        this.leaseNanos = leaseNanos;
    }

    /** Puts refusals and an acknowledgement onto the wire; nothing can come between them. */
    synchronized void acknowledge(long nanos, List<Refusal> refusalsToSend, Runnable send) {
        refusalsToSend.addAll(refusals);
        refusals.clear();
        made = true;
        lastNanos = nanos;
        send.run();
    }

    /**
     * Ends the promise for one range.
     *
     * @return the monotonic nanoseconds until which the promise given so far holds, at least {@code nanos}
     */
    synchronized long end(Refusal refusal, long nanos) {
        if (refusal != null) {
            refusals.add(refusal);
        }
        if (!made || lastNanos + leaseNanos - nanos < 0) {
            return nanos;
        }
        return lastNanos + leaseNanos;
    }

    synchronized boolean hasRefusals() {
        return !refusals.isEmpty();
    }

    /** One range that is no longer followed, and the newest tenure known for it. */
    record Refusal(int range, long learned, String reason) {}
}
