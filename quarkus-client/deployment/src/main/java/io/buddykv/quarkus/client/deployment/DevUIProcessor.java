package io.buddykv.quarkus.client.deployment;

import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.devui.spi.buildtime.BuildTimeActionBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import java.util.Optional;

/** A page of the Dev UI on which the cluster of Dev Services can be watched, and its slaves be killed. */
class DevUIProcessor {
    @BuildStep(onlyIf = IsLocalDevelopment.class)
    void card(
            Optional<DevClusterBuildItem> cluster,
            BuildProducer<CardPageBuildItem> cards,
            BuildProducer<BuildTimeActionBuildItem> actions) {
        if (cluster.isEmpty()) {
            return;
        }
        CardPageBuildItem card = new CardPageBuildItem();
        card.addPage(Page.webComponentPageBuilder()
                .title("Cluster")
                .icon("font-awesome-solid:circle-nodes")
                .componentLink("qwc-buddykv-cluster.js"));
        cards.produce(card);

        DevClusterView view = new DevClusterView(cluster.get().home());
        Launcher launcher =
                new Launcher(cluster.get().application(), cluster.get().home());
        BuildTimeActionBuildItem its = new BuildTimeActionBuildItem();
        its.actionBuilder()
                .methodName("status")
                .description("Slaves and key ranges of the cluster that Dev Services run")
                .function(parameters -> view.status())
                .build();
        its.actionBuilder()
                .methodName("kill")
                .description("Kills a slave without warning; it comes again by itself")
                .parameter("slave", "its internal number")
                .function(parameters -> DevClusterView.kill(launcher, parameters.get("slave")))
                .build();
        actions.produce(its);
    }
}
