package io.buddykv.node.boot;

import io.buddykv.node.command.CommandHandler;
import io.buddykv.node.command.CommandHandlers;
import io.buddykv.node.command.Credentials;
import io.buddykv.node.command.DataCommands;
import io.buddykv.node.command.LocalNode;
import io.buddykv.node.command.NodeInfo;
import io.buddykv.node.command.NodeUsage;
import io.buddykv.node.command.ServerParameters;
import io.buddykv.node.command.SessionCommands;
import io.buddykv.node.observe.CommandMetrics;
import io.buddykv.node.port.resp.ClientLoops;
import io.buddykv.node.port.resp.ClientPort;
import io.buddykv.node.port.resp.ClientPortSettings;
import io.buddykv.node.port.resp.CommandGate;
import io.buddykv.node.port.resp.RespServer;
import io.buddykv.node.time.EventLoopTimers;
import io.buddykv.node.time.TimeSource;
import io.buddykv.protocol.command.CommandTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The client port of a slave or master with all its commands. */
final class ClientSide {
    private final ClientPortSettings bounds;
    private final ClientPort port;
    private final Consumer<String> memoryLimit;

    /** Without keys. */
    ClientSide(NodeSettings settings) {
        this(settings, null);
    }

    /** @param memoryLimit takes a new {@code maxmemory}; null where there is none to set */
    ClientSide(NodeSettings settings, Consumer<String> memoryLimit) {
        this.bounds = ClientPortSettings.DEFAULT.withLease(settings.timings().leaseMillis());
        this.port = new ClientPort(
                bounds, new Credentials(settings.password()), settings.tls().map(TlsFiles::read));
        this.memoryLimit = memoryLimit;
    }

    /** How long a command waits for a key range that is held. */
    long holdNanos() {
        return bounds.holdNanos();
    }

    /**
     * Opens the port.
     *
     * @param gates the way to keys, one for each event loop
     * @param portNumber 0: any free one
     */
    RespServer open(
            LocalNode local,
            Supplier<NodeUsage> usage,
            Function<EventLoopTimers, CommandGate> gates,
            ClientLoops loops,
            String host,
            int portNumber)
            throws IOException {
        CommandHandlers handlers = handlers(local, usage);
        return RespServer.open(port, handlers::of, loops, gates, host, portNumber);
    }

    private CommandHandlers handlers(LocalNode local, Supplier<NodeUsage> usage) {
        TimeSource time = TimeSource.system();
        ServerParameters parameters = parameters(usage);
        NodeInfo info = new NodeInfo(
                version(), local, port.connectedClients(), port.commandStatistics(), parameters, usage, time);
        CommandTable table = CommandTable.standard();
        List<Map<String, CommandHandler>> families = new ArrayList<>(SessionCommands.families(
                table,
                local,
                port.credentials(),
                port.connectedClients(),
                port.commandStatistics(),
                parameters,
                info.sections(),
                time));
        families.addAll(DataCommands.families(port::maxBulkLength, ThreadLocalRandom::current));
        return CommandHandlers.of(table, SessionCommands.CARRIED_OUT_BY_PORT, families);
    }

    private ServerParameters parameters(Supplier<NodeUsage> usage) {
        ServerParameters parameters = new ServerParameters();
        port.describe(parameters);
        parameters.add("maxmemory", () -> Long.toString(usage.get().memoryLimitBytes()), memoryLimit);
        parameters.constant("maxmemory-policy", "noeviction");
        parameters.constant("save", "");
        parameters.constant("appendonly", "no");
        parameters.constant("cluster-enabled", "yes");
        parameters.constant("databases", "1");
        return parameters;
    }

    CommandMetrics metrics() {
        return new CommandMetrics(port.commandStatistics());
    }

    long commands() {
        return port.commandStatistics().totalCommands();
    }

    int clients() {
        return port.connectedClients().count();
    }

    private static String version() {
        String version = ClientSide.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
