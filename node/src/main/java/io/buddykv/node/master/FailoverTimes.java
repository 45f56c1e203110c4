package io.buddykv.node.master;

import io.buddykv.topology.Member;

/**
 * How long the master's part of a failover took, in nanoseconds, each phase from the end of the one before.
 *
 * @param failed the slave that is down
 * @param cause what made the master look
 * @param ranges how many ranges changed their primary
 * @param checkNanos from the suspicion until the check and the fences were answered, or silence proved it
 * @param writeNanos until the map was confirmed
 * @param pushNanos until every new primary had acknowledged it
 */
public record FailoverTimes(Member failed, Reason cause, int ranges, long checkNanos, long writeNanos, long pushNanos) {
    public long totalNanos() {
        return checkNanos + writeNanos + pushNanos;
    }
}
