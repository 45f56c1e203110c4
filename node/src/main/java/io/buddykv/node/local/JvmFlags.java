package io.buddykv.node.local;

import io.buddykv.node.boot.NodeSettings;
import java.util.ArrayList;
import java.util.List;

/** How the JVMs of a local cluster are started: the only place that knows. */
final class JvmFlags {
    private static final long MIB = 1L << 20;

    /** What a slave needs besides its keys and values: Quarkus, connections, the largest requests. */
    private static final long SLAVE_OVERHEAD_MIB = 192;

    /** The store compacts its pages into free ones, and the collector needs room as well: this part of the budget. */
    private static final int SLAVE_SLACK_PERCENT = 25;

    private static final List<String> OF_ALL = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dfile.encoding=UTF-8",
            "-Xshare:auto",
            "-XX:+PerfDisableSharedMem");

    /** The store's pages are long-lived and everything else dies young, so the young generation is kept small. */
    private static final List<String> OF_SLAVES = List.of(
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:MaxNewSize=32m",
            "-XX:+UseTransparentHugePages",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> OF_MASTERS = List.of(
            "-XX:+UseSerialGC", "-Xms24m", "-Xmx128m", "-XX:MaxDirectMemorySize=64m", "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> OF_ZOOKEEPER = List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms24m", "-Xmx128m", "-XX:+ExitOnOutOfMemoryError");

    static final List<String> OF_SUPERVISOR =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms8m", "-Xmx64m", "-Xshare:auto");

    private JvmFlags() {}

    /** @param feature the JDK's feature version: a flag that it does not know would end the process at once */
    static List<String> of(NodeSettings node, int feature) {
        List<String> flags = new ArrayList<>(OF_ALL);
        if (feature >= 23) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        switch (node.role()) {
            case SLAVE -> {
                flags.addAll(OF_SLAVES);
                flags.add("-Xms64m");
                flags.add("-Xmx" + slaveHeapMib(node.memoryBytes()) + "m");
            }
            case MASTER -> flags.addAll(OF_MASTERS);
            case ZOOKEEPER -> flags.addAll(OF_ZOOKEEPER);
        }
        return flags;
    }

    private static long slaveHeapMib(long budgetBytes) {
        return budgetBytes * (100 + SLAVE_SLACK_PERCENT) / 100 / MIB + SLAVE_OVERHEAD_MIB;
    }
}
