package io.buddykv.node.replication;

import java.time.Duration;

/**
 * Times and bounds of replication.
 *
 * @param leaseNanos how long a promise holds (R6), the same on every slave
 * @param driftMarginNanos by how much sooner the one who relies on a promise lets it end
 * @param heartbeatNanos how often an idle link shows life
 * @param suspicionNanos how long a link may be silent before the other side is suspected (R9)
 * @param soleServeNanos how long a primary without any other in-sync copy answers without contact to masters and membership
 * @param joinWindowBytes how many bytes of chunks may be unacknowledged on one link at most
 * @param maxLinkBytes how much may wait for being sent on one link before writes are held
 */
public record ReplicationSettings(
        long leaseNanos,
        long driftMarginNanos,
        long heartbeatNanos,
        long suspicionNanos,
        long soleServeNanos,
        int joinWindowBytes,
        int maxLinkBytes) {

    private static final int DEFAULT_JOIN_WINDOW_BYTES = 1024 * 1024;
    private static final int DEFAULT_MAX_LINK_BYTES = 256 * 1024 * 1024;

    public ReplicationSettings {
        if (leaseNanos <= suspicionNanos) {
            throw new IllegalArgumentException("leaseMillis (" + leaseNanos / 1_000_000
                    + ") must be longer than suspicionMillis (" + suspicionNanos / 1_000_000 + ")");
        }
        if (suspicionNanos < 2 * heartbeatNanos) {
            throw new IllegalArgumentException("suspicionMillis (" + suspicionNanos / 1_000_000
                    + ") must be at least twice heartbeatMillis (" + heartbeatNanos / 1_000_000 + ")");
        }
    }

    /** From the resource's settings; the drift margin is a twentieth of the lease. */
    public static ReplicationSettings of(Duration lease, Duration heartbeat, Duration suspicion, Duration soleServe) {
        return new ReplicationSettings(
                lease.toNanos(),
                lease.toNanos() / 20,
                heartbeat.toNanos(),
                suspicion.toNanos(),
                soleServe.toNanos(),
                DEFAULT_JOIN_WINDOW_BYTES,
                DEFAULT_MAX_LINK_BYTES);
    }
}
