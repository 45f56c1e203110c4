package io.buddykv.node.membership.zookeeper;

import java.util.Map;

/** What ZooKeeper's server takes from the system's properties only. */
final class ServerProperties {
    private static final Map<String, String> ALL = Map.of(
            "zookeeper.admin.enableServer", "false",
            "zookeeper.4lw.commands.whitelist", "none",
            // Kilobytes; the standard would fill 64 MB before the first write.
            "zookeeper.preAllocSize", "1024",
            // Transactions between snapshots: maps are large and only the newest matters.
            "zookeeper.snapCount", "10000");

    private ServerProperties() {}

    static void set() {
        ALL.forEach(System::setProperty);
    }
}
