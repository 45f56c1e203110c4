package io.buddykv.node.port.resp;

import io.buddykv.node.command.ServerParameters;
import io.buddykv.protocol.resp.RespLimits;

/** Those of the {@link ClientPortSettings} that CONFIG SET may change while the port is open. Safe for any thread. */
final class LiveSettings {
    private static final int LEAST_BULK_LENGTH = 1024 * 1024;
    private static final long MOST_CLIENTS = 0xffff_ffffL;

    private volatile RespLimits limits;
    private volatile int maxClients;
    private volatile int idleTimeoutSeconds;

    LiveSettings(ClientPortSettings settings) {
        limits = settings.limits();
        maxClients = settings.maxClients();
        idleTimeoutSeconds = settings.idleTimeoutSeconds();
    }

    /** For connections made from now on. */
    RespLimits limits() {
        return limits;
    }

    int maxClients() {
        return maxClients;
    }

    /** 0: clients may be silent for ever. */
    int idleTimeoutSeconds() {
        return idleTimeoutSeconds;
    }

    void describe(ServerParameters parameters) {
        parameters
                .add(
                        "proto-max-bulk-len",
                        () -> "" + limits.maxBulkLength(),
                        text -> limits = limits.withMaxBulkLength(
                                (int) ServerParameters.memory(text, LEAST_BULK_LENGTH, RespLimits.LARGEST_BULK_LENGTH)))
                .add(
                        "maxclients",
                        () -> "" + maxClients,
                        text -> maxClients =
                                (int) Math.min(Integer.MAX_VALUE, ServerParameters.number(text, 1, MOST_CLIENTS)))
                .add(
                        "timeout",
                        () -> "" + idleTimeoutSeconds,
                        text -> idleTimeoutSeconds = (int) ServerParameters.number(text, 0, Integer.MAX_VALUE));
    }
}
