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

    private static final List<String> OF_NODES = List.of(
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dfile.encoding=UTF-8",
            "-XX:+PerfDisableSharedMem",
            // Starting is work that is done once. What is busy is compiled all the same, a little later.
            "-XX:CompileThresholdScaling=2",
            // ZooKeeper's client reads all certificates of the JDK at its start, and uses none: no node speaks TLS.
            "-Djavax.net.ssl.trustStore=NONE");

    /**
     * The store's pages are long-lived and everything else dies young, so the young generation is kept small, and room
     * beyond what lives would be of no use: the collector may take a fifth of the time before it takes more memory.
     *
     * <p>No transparent huge pages: they make a tenth more SETs, but whoever first touches new memory clears 2 MiB at once, and
     * all others may wait for it. A slave that was filled for the first time stood still for so long that it counted as dead.
     */
    private static final List<String> OF_SLAVES = List.of(
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:MaxNewSize=32m",
            "-XX:GCTimeRatio=4",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+ExitOnOutOfMemoryError");

    /** Little work, often idle: the quick compiler is enough, and leaves the processors to the slaves. */
    private static final List<String> OF_MASTERS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms24m",
            "-Xmx128m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:+ExitOnOutOfMemoryError");

    /** As masters: what the better compiler would gain later, it takes from a start. */
    private static final List<String> OF_SLAVES_IN_DEVELOPMENT = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> OF_ZOOKEEPER = List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms24m", "-Xmx128m", "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> OF_SUPERVISOR =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms8m", "-Xmx64m", "-Xlog:disable");

    private static final String HEAP_OF_REHEARSAL = "-Xmx768m";

    private JvmFlags() {}

    static List<String> of(NodeSettings node, Purpose purpose, ClassArchive archive) {
        List<String> flags = new ArrayList<>(common(archive.feature()));
        flags.addAll(OF_NODES);
        flags.addAll(archive.flagsToUse());
        switch (node.role()) {
            case SLAVE -> {
                flags.addAll(purpose == Purpose.DEVELOPMENT ? OF_SLAVES_IN_DEVELOPMENT : OF_SLAVES);
                flags.add("-Xms64m");
                flags.add("-Xmx" + slaveHeapMib(node.memoryBytes()) + "m");
            }
            case MASTER -> flags.addAll(OF_MASTERS);
            case ZOOKEEPER -> flags.addAll(OF_ZOOKEEPER);
        }
        return flags;
    }

    static List<String> ofSupervisor(ClassArchive archive) {
        List<String> flags = new ArrayList<>(common(archive.feature()));
        flags.addAll(OF_SUPERVISOR);
        flags.addAll(archive.flagsToUse());
        return flags;
    }

    /** Of nodes that are started from an image, whatever else their options are. */
    static List<String> ofImage(ClassArchive archive) {
        List<String> flags = new ArrayList<>(common(archive.feature()));
        flags.addAll(archive.flagsToUse());
        return flags;
    }

    /** Of a process whose end makes {@code archive}. */
    static List<String> ofRehearsal(ClassArchive archive) {
        List<String> flags = new ArrayList<>(common(archive.feature()));
        flags.addAll(OF_NODES);
        flags.addAll(archive.flagsToMake());
        flags.add(HEAP_OF_REHEARSAL);
        return flags;
    }

    /**
     * An archive of classes is fully used only under the same of these, which {@code kv} therefore gives too.
     *
     * @param feature the JDK's feature version: a flag that it does not know would end the process at once
     */
    private static List<String> common(int feature) {
        String nativeAccess = "--enable-native-access=ALL-UNNAMED";
        return feature >= 23 ? List.of(nativeAccess, "--sun-misc-unsafe-memory-access=allow") : List.of(nativeAccess);
    }

    private static long slaveHeapMib(long budgetBytes) {
        return budgetBytes * (100 + SLAVE_SLACK_PERCENT) / 100 / MIB + SLAVE_OVERHEAD_MIB;
    }
}
