package io.buddykv.node.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts Quarkus for one node, with what Quarkus itself has to know of the node's settings. */
public class NodeProcess {
    /** A log file is started anew beyond this size, and one older is kept. */
    private static final String LOG_FILE_LIMIT = "8M";

    private static volatile NodeSettings settings;

    /** Runs the node until it is told to end. Returns at once when Quarkus runs it in a thread of its own. */
    public static void run(NodeSettings theSettings) {
        run(theSettings, NodeApplication.class);
    }

    /** As {@link #run(NodeSettings)}, with something else than that node inside Quarkus. */
    public static void run(
            NodeSettings theSettings, Class<? extends QuarkusApplication> application, String... arguments) {
        settings = theSettings;
        quarkusSettings(theSettings).forEach(System::setProperty);
        Quarkus.run(application, arguments);
    }

    /** The settings this process was started with. */
    @Produces
    @Singleton
    NodeSettings settings() {
        if (settings == null) {
            throw new IllegalStateException("this process was not started as a node");
        }
        return settings;
    }

    static Map<String, String> quarkusSettings(NodeSettings settings) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarkus.http.host", settings.bindAddress());
        properties.put("quarkus.http.port", Integer.toString(settings.ports().http()));
        settings.logFile().ifPresent(file -> {
            properties.put("quarkus.log.console.enabled", "false");
            properties.put("quarkus.log.file.enabled", "true");
            properties.put("quarkus.log.file.path", file.toString());
            properties.put("quarkus.log.file.rotation.max-file-size", LOG_FILE_LIMIT);
            properties.put("quarkus.log.file.rotation.max-backup-index", "1");
            // Why the process before this one ended is what a person looks for.
            properties.put("quarkus.log.file.rotation.rotate-on-boot", "false");
        });
        return properties;
    }
}
