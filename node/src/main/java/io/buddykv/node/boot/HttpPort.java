package io.buddykv.node.boot;

import org.eclipse.microprofile.config.ConfigProvider;

/** The http port that Quarkus has bound. */
final class HttpPort {
    private HttpPort() {}

    /** The one that was asked for, or, when any was, the one that was found: Quarkus tells it by its own setting. */
    static int bound(NodeSettings settings) {
        return settings.ports().http() != 0
                ? settings.ports().http()
                : ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    }
}
