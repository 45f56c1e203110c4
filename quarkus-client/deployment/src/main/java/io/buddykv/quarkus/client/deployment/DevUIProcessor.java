package io.buddykv.quarkus.client.deployment;

import io.buddykv.quarkus.client.runtime.dev.ClustersJsonRpcService;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.buildtime.BuildTimeActionBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A page of the Dev UI on which the clusters of the application's clients can be watched. Slaves of the one that Dev Services
 * have started can be killed there.
 */
@BuildSteps(onlyIf = IsLocalDevelopment.class)
class DevUIProcessor {
    @BuildStep
    CardPageBuildItem card(Optional<DevClusterBuildItem> cluster) {
        CardPageBuildItem card = new CardPageBuildItem();
        card.addBuildTimeData("devServices", cluster.isPresent());
        card.addPage(Page.webComponentPageBuilder()
                .title("Clusters")
                .icon("font-awesome-solid:circle-nodes")
                .componentLink("qwc-buddykv-clusters.js"));
        return card;
    }

    @BuildStep
    JsonRPCProvidersBuildItem status() {
        return new JsonRPCProvidersBuildItem(ClustersJsonRpcService.class);
    }

    @BuildStep
    void kill(Optional<DevClusterBuildItem> cluster, BuildProducer<BuildTimeActionBuildItem> actions) {
        if (cluster.isEmpty()) {
            return;
        }
        Launcher launcher =
                new Launcher(cluster.get().application(), cluster.get().home());
        BuildTimeActionBuildItem kill = new BuildTimeActionBuildItem();
        kill.actionBuilder()
                .methodName("kill")
                .description("Kills a slave without warning; it comes again by itself")
                .parameter("slave", "its internal number")
                .function(parameters -> kill(launcher, parameters.get("slave")))
                .build();
        actions.produce(kill);
    }

    private static String kill(Launcher launcher, String slave) {
        try {
            launcher.run("kill", slave);
            return "slave " + slave + " has been killed";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
