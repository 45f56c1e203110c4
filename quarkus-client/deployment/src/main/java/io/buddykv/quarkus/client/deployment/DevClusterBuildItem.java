package io.buddykv.quarkus.client.deployment;

import io.quarkus.builder.item.SimpleBuildItem;
import java.nio.file.Path;

/** The cluster that Dev Services have started or found, or are about to start. */
final class DevClusterBuildItem extends SimpleBuildItem {
    private final NodeApplication application;
    private final Path home;

    DevClusterBuildItem(NodeApplication application, Path home) {
        this.application = application;
        this.home = home;
    }

    NodeApplication application() {
        return application;
    }

    Path home() {
        return home;
    }
}
