package io.buddykv.node.boot;

/**
 * The ports a node binds on its host. 0 means any free one; a port that the node's role does not have is ignored.
 *
 * @param client RESP, on slaves and masters; the port of ZooKeeper's clients on a ZooKeeper
 * @param master the master's commands, on slaves
 * @param replication the replication stream, on slaves
 * @param slave registration and reports, on masters
 * @param http REST of keys and cluster state, health and metrics, on every node
 */
public record Ports(int client, int master, int replication, int slave, int http) {
    public static final Ports ANY = new Ports(0, 0, 0, 0, 0);

    public Ports {
        valid("--client-port", client);
        valid("--master-port", master);
        valid("--replication-port", replication);
        valid("--slave-port", slave);
        valid("--http-port", http);
    }

    private static void valid(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new InvalidSettingException(option, port, "must be from 0 to 65535");
        }
    }
}
