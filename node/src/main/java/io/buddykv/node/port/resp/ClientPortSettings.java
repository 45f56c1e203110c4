package io.buddykv.node.port.resp;

import io.buddykv.protocol.resp.RespLimits;
import java.util.concurrent.TimeUnit;

/**
 * Bounds of the client port. Those that CONFIG SET may change are only the values at the start.
 *
 * @param limits of one request
 * @param maxClients connections at a time
 * @param idleTimeoutSeconds after which a silent client's connection is closed; 0: never
 * @param commandsPerTurn commands of one connection before the others of its event loop have their turn
 * @param turnOutputBytes octets of replies after which the same happens
 * @param outputPauseBytes replies that have not left a connection, from which on its requests are not executed
 * @param maxReplyBytes replies of one turn; one that exceeds it closes the connection
 * @param stalledOutputSeconds after which a paused connection is closed whose client has read nothing
 * @param clientMemoryBytes for requests and replies of all connections together; one that would exceed it is closed
 * @param maxTransactionBytes queued by one MULTI
 * @param holdNanos how long a command waits for a key range that is held, before the client is told to try again
 * @param backlog connections that the kernel may queue for accepting
 */
public record ClientPortSettings(
        RespLimits limits,
        int maxClients,
        int idleTimeoutSeconds,
        int commandsPerTurn,
        int turnOutputBytes,
        int outputPauseBytes,
        int maxReplyBytes,
        int stalledOutputSeconds,
        long clientMemoryBytes,
        long maxTransactionBytes,
        long holdNanos,
        int backlog) {

    public static final ClientPortSettings DEFAULT = new ClientPortSettings(
            RespLimits.DEFAULT,
            10_000,
            0,
            1024,
            256 * 1024,
            1024 * 1024,
            512 * 1024 * 1024,
            60,
            Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4),
            64L << 20,
            2_000_000_000L,
            1024);

    /** How many leases a hold may last: a promise is waited out, and as long again for the change of the map. */
    private static final int LEASES_PER_HOLD = 2;

    public ClientPortSettings {
        positive("maxclients", maxClients);
        positive("commandsPerTurn", commandsPerTurn);
        positive("turnOutputBytes", turnOutputBytes);
        positive("outputPauseBytes", outputPauseBytes);
        positive("maxReplyBytes", maxReplyBytes);
        positive("stalledOutputSeconds", stalledOutputSeconds);
        positive("clientMemoryBytes", clientMemoryBytes);
        positive("maxTransactionBytes", maxTransactionBytes);
        positive("holdNanos", holdNanos);
        positive("backlog", backlog);
        if (idleTimeoutSeconds < 0) {
            throw new IllegalArgumentException("timeout must not be negative, is " + idleTimeoutSeconds);
        }
    }

    /** These, where whoever takes a key range over waits for promises of that length: that alone is no reason to refuse. */
    public ClientPortSettings withLease(int leaseMillis) {
        return new ClientPortSettings(
                limits,
                maxClients,
                idleTimeoutSeconds,
                commandsPerTurn,
                turnOutputBytes,
                outputPauseBytes,
                maxReplyBytes,
                stalledOutputSeconds,
                clientMemoryBytes,
                maxTransactionBytes,
                Math.max(holdNanos, TimeUnit.MILLISECONDS.toNanos((long) LEASES_PER_HOLD * leaseMillis)),
                backlog);
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }
}
