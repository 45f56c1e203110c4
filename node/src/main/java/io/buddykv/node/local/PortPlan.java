package io.buddykv.node.local;

import io.buddykv.node.boot.Ports;

/**
 * Which node of a local cluster binds which port, computed from one base port {@code P} (standard {@value #STANDARD}):
 *
 * <pre>
 *                     offset   with the standard base
 * client, slave N       0 + N    6379 + N   (N from 1)
 * client, master M    100 + M    6479 + M   (M from 0)
 * master port         1021 + N   7400 + N
 * replication port    1121 + N   7500 + N
 * slave port          1221 + M   7600 + M
 * ZooKeeper           1321       7700
 * http, slave N       1701 + N   8080 + N
 * http, master M      1801 + M   8180 + M
 * http, ZooKeeper     1901       8280
 * </pre>
 */
record PortPlan(int base) {
    static final int STANDARD = 6379;

    private static final int CLIENT_OF_SLAVES = 0;
    private static final int CLIENT_OF_MASTERS = 100;
    private static final int MASTER_PORTS = 1021;
    private static final int REPLICATION_PORTS = 1121;
    private static final int SLAVE_PORTS = 1221;
    private static final int ZOOKEEPER = 1321;
    private static final int HTTP_OF_SLAVES = 1701;
    private static final int HTTP_OF_MASTERS = 1801;
    private static final int HTTP_OF_ZOOKEEPER = 1901;

    static final int LOWEST = 1024;
    static final int HIGHEST = 65_535 - HTTP_OF_ZOOKEEPER;

    PortPlan {
        if (base < LOWEST || base > HIGHEST) {
            throw new IllegalArgumentException(
                    "--base-port: " + base + " must be from " + LOWEST + " to " + HIGHEST + ", or 0 for any free one");
        }
    }

    Ports of(NodeName node) {
        int number = node.number();
        return switch (node.role()) {
            case SLAVE ->
                new Ports(
                        base + CLIENT_OF_SLAVES + number,
                        base + MASTER_PORTS + number,
                        base + REPLICATION_PORTS + number,
                        0,
                        base + HTTP_OF_SLAVES + number);
            case MASTER ->
                new Ports(
                        base + CLIENT_OF_MASTERS + number,
                        0,
                        0,
                        base + SLAVE_PORTS + number,
                        base + HTTP_OF_MASTERS + number);
            case ZOOKEEPER -> new Ports(base + ZOOKEEPER, 0, 0, 0, base + HTTP_OF_ZOOKEEPER);
        };
    }
}
