package io.buddykv.operator.model;

import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import java.util.ArrayList;
import java.util.List;

/** Options of the JVMs in pods; a later one wins over an earlier one. */
final class JvmOptions {
    private static final List<String> OF_ALL = List.of(
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+PerfDisableSharedMem");

    /** The store's pages are long-lived and everything else dies young, so the young generation is kept small. */
    private static final List<String> OF_SLAVES = List.of(
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:MaxNewSize=32m",
            "-XX:+UseTransparentHugePages",
            "-XX:MaxDirectMemorySize=256m",
            "-Xms64m");

    private static final List<String> OF_OTHERS =
            List.of("-XX:+UseSerialGC", "-Xms24m", "-Xmx128m", "-XX:MaxDirectMemorySize=64m");

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
