package io.buddykv.node.port.resp;

import io.buddykv.node.command.CommandStatistics;
import io.buddykv.node.command.ConnectedClients;
import io.buddykv.node.command.Credentials;
import io.buddykv.node.command.ServerParameters;
import io.buddykv.protocol.command.CommandTable;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/** What all connections of one client port share, before it is opened and after: made first, so that commands can use it. */
public final class ClientPort {
    private final ClientPortSettings settings;
    private final Credentials credentials;
    private final Optional<SslContext> tls;
    private final LiveSettings live;
    private final CommandTable table = CommandTable.standard();
    private final Clients clients = new Clients();
    private final NodeStatistics statistics = new NodeStatistics(table);
    private final ClientMemory memory;

    /** @param tls encrypts every connection; empty: none */
    public ClientPort(ClientPortSettings settings, Credentials credentials, Optional<SslContext> tls) {
        this.settings = settings;
        this.credentials = credentials;
        this.tls = tls;
        live = new LiveSettings(settings);
        memory = new ClientMemory(settings.clientMemoryBytes());
    }

    public ConnectedClients connectedClients() {
        return clients;
    }

    public CommandStatistics commandStatistics() {
        return statistics;
    }

    public Credentials credentials() {
        return credentials;
    }

    /** Adds what CONFIG shows and changes of this port. */
    public void describe(ServerParameters parameters) {
        live.describe(parameters);
        parameters.add("requirepass", () -> credentials.isPasswordNeeded() ? "(set)" : "", null);
    }

    /** Octets that a value may have, at present. */
    public int maxBulkLength() {
        return live.limits().maxBulkLength();
    }

    /** Octets of requests and replies that connections keep. */
    public long clientMemoryBytes() {
        return memory.used();
    }

    ClientPortSettings settings() {
        return settings;
    }

    Optional<SslContext> tls() {
        return tls;
    }

    LiveSettings live() {
        return live;
    }

    CommandTable table() {
        return table;
    }

    Clients clients() {
        return clients;
    }

    NodeStatistics statistics() {
        return statistics;
    }

    ClientMemory memory() {
        return memory;
    }
}
