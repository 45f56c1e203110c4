package io.buddykv.node.port.resp;

import io.buddykv.protocol.resp.RespLimits;

/** The client port's defaults, some of them changed. */
final class TestingSettings {
    int maxClients = ClientPortSettings.DEFAULT.maxClients();
    int idleTimeoutSeconds = ClientPortSettings.DEFAULT.idleTimeoutSeconds();
    int commandsPerTurn = ClientPortSettings.DEFAULT.commandsPerTurn();
    int maxReplyBytes = ClientPortSettings.DEFAULT.maxReplyBytes();
    int stalledOutputSeconds = ClientPortSettings.DEFAULT.stalledOutputSeconds();
    long clientMemoryBytes = ClientPortSettings.DEFAULT.clientMemoryBytes();
    long maxTransactionBytes = ClientPortSettings.DEFAULT.maxTransactionBytes();
    long holdNanos = ClientPortSettings.DEFAULT.holdNanos();

    ClientPortSettings build() {
        return new ClientPortSettings(
                RespLimits.DEFAULT,
                maxClients,
                idleTimeoutSeconds,
                commandsPerTurn,
                ClientPortSettings.DEFAULT.turnOutputBytes(),
                ClientPortSettings.DEFAULT.outputPauseBytes(),
                maxReplyBytes,
                stalledOutputSeconds,
                clientMemoryBytes,
                maxTransactionBytes,
                holdNanos,
                ClientPortSettings.DEFAULT.backlog());
    }
}
