package io.buddykv.operator.model;

import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import java.util.ArrayList;
import java.util.List;

/** Options of the JVMs in pods; a later one wins over an earlier one. */
final class JvmOptions {
    private static final List<String> OF_ALL = List.of(
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+PerfDisableSharedMem",
            // Starting is work that is done once. What is busy is compiled all the same, a little later.
            "-XX:CompileThresholdScaling=2",
            // ZooKeeper's client reads all certificates of the JDK at its start, and uses none: no node speaks TLS.
            "-Djavax.net.ssl.trustStore=NONE");

    /**
     * The store's pages are long-lived and everything else dies young, so the young generation is kept small, and room
     * beyond what lives would be of no use: the collector may take a fifth of the time before it takes more memory.
     */
    private static final List<String> OF_SLAVES = List.of(
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:MaxNewSize=32m",
            "-XX:GCTimeRatio=4",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:MaxDirectMemorySize=256m",
            "-Xms64m");

    /** Little work, often idle: the quick compiler is enough, and leaves the processors to the slaves. */
    private static final List<String> OF_OTHERS = List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms24m", "-Xmx128m", "-XX:MaxDirectMemorySize=64m");

    private JvmOptions() {}

    static List<String> of(Role role, ClusterResourceSpec spec) {
        List<String> options = new ArrayList<>(OF_ALL);
        if (role == Role.SLAVE) {
            options.addAll(OF_SLAVES);
            options.add("-Xmx" + MemoryShare.of(spec).heapMib() + "m");
            if (spec.jvmOptions() != null) {
                options.addAll(spec.jvmOptions());
            }
        } else {
            options.addAll(OF_OTHERS);
        }
        return options;
    }
}
