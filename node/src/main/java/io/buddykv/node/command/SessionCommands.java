package io.buddykv.node.command;

import io.buddykv.node.time.TimeSource;
import io.buddykv.protocol.command.CommandTable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All families of commands about the connection, the node and the cluster. */
public final class SessionCommands {
    /** Commands of the table that need key ranges and a transaction at once: the client port itself carries them out. */
    public static final Set<String> CARRIED_OUT_BY_PORT =
            Set.of("exec", "watch", "kv.once", "kv.again", "kv|feed", "kv|unfeed", "kv|feeds");

    private SessionCommands() {}

    public static List<Map<String, CommandHandler>> families(
            CommandTable table,
            LocalNode local,
            Credentials credentials,
            ConnectedClients clients,
            CommandStatistics statistics,
            ServerParameters parameters,
            List<InfoSection> sections,
            TimeSource time) {
        return List.of(
                new ConnectionCommands(credentials).handlers(),
                new ClientCommands(clients).handlers(),
                TransactionCommands.handlers(),
                new ClusterCommands(local).handlers(),
                new KvCommands(local).handlers(),
                new ServerCommands(local, sections, time).handlers(),
                new ConfigCommands(parameters, statistics).handlers(),
                new CommandCommands(table).handlers());
    }
}
