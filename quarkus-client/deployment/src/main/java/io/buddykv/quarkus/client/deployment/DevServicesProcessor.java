package io.buddykv.quarkus.client.deployment;

import io.buddykv.quarkus.client.runtime.KVClientsBuildConfig;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Starts a cluster in dev and test mode when the default client has no hosts. Needs no containers. */
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
class DevServicesProcessor {
    private static final Logger LOG = Logger.getLogger(DevServicesProcessor.class);
    private static final String HOSTS = "quarkus.buddykv.hosts";
    private static final int MOST_SLAVES = 5;

    @BuildStep
    void cluster(
            KVClientsBuildConfig config,
            LaunchModeBuildItem mode,
            BuildProducer<DevServicesResultBuildItem> services,
            BuildProducer<DevClusterBuildItem> clusters) {
        KVClientsBuildConfig.DevServices its = config.devservices();
        if (!its.enabled() || ConfigUtils.isPropertyNonEmpty(HOSTS)) {
            return;
        }
        if (its.slaves() < 1 || its.slaves() > MOST_SLAVES) {
            throw new IllegalArgumentException(
                    "quarkus.buddykv.devservices.slaves must be from 1 to " + MOST_SLAVES + ", not " + its.slaves());
        }
        Optional<NodeApplication> node = node(its);
        if (node.isEmpty()) {
            LOG.warn("BuddyKV Dev Services: the built node was not found, no cluster is started; set"
                    + " quarkus.buddykv.devservices.application or BUDDYKV_APPLICATION to its quarkus-app directory,"
                    + " quarkus.buddykv.devservices.image to an image of it, or " + HOSTS + " to a cluster that runs");
            return;
        }
        boolean shared = its.shared() && !mode.isTest();
        Path home = home(
                shared
                        ? its.serviceName()
                        : its.serviceName() + "-" + ProcessHandle.current().pid());
        clusters.produce(new DevClusterBuildItem(node.get(), home));
        if (shared) {
            Optional<String> running = DevClusterState.read(home).map(DevClusterState::hosts);
            if (running.isPresent()) {
                services.produce(DevServicesResultBuildItem.discovered()
                        .feature(KVClientProcessor.FEATURE)
                        .containerId(home.toString())
                        .config(Map.of(HOSTS, running.get()))
                        .build());
                return;
            }
        }
        services.produce(DevServicesResultBuildItem.<DevCluster>owned()
                .feature(KVClientProcessor.FEATURE)
                .serviceName(its.serviceName())
                .serviceConfig(its.serviceName() + "/" + its.slaves())
                .startable(() -> new DevCluster(node.get(), home, "dev", its.slaves(), !mode.isTest()))
                .configProvider(Map.of(HOSTS, DevCluster::getConnectionInfo))
                .build());
    }

    private static Optional<NodeApplication> node(KVClientsBuildConfig.DevServices its) {
        return its.image().isPresent()
                ? Optional.of(new NodeImage(its.image().get(), home("images"), System.getenv("PATH")).application())
                : NodeApplication.find(
                        its.application(), Optional.ofNullable(System.getenv("BUDDYKV_APPLICATION")), Path.of(""));
    }

    private static Path home(String name) {
        return Path.of(System.getProperty("java.io.tmpdir"), "buddykv-dev-" + System.getProperty("user.name"), name);
    }
}
