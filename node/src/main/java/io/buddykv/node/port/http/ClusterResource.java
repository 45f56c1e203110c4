package io.buddykv.node.port.http;

import io.buddykv.node.observe.NodeView;
import io.buddykv.topology.ClusterMap;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The state of the cluster, once or as a stream of its changes. */
@Path("/v1/cluster")
@Tag(name = "Cluster")
public class ClusterResource {
    @Inject
    RunningNode node;

    @Inject
    SlaveFigures slaves;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Masters, slaves and key ranges as this node knows them")
    public CompletionStage<ClusterStatus> status(
            @Parameter(
                            description =
                                    "Whether slaves are asked for keys and operations per second; the map alone costs them nothing")
                    @QueryParam("figures")
                    @DefaultValue("true")
                    boolean figures) {
        NodeView view = view();
        ClusterMap map = view.map();
        if (map == null) {
            throw new ServiceUnavailableException("no cluster map is known yet", 1L);
        }
        return figures
                ? slaves.of(map).thenApply(told -> ClusterStatus.of(map, view, told))
                : CompletableFuture.completedFuture(ClusterStatus.of(map, view, Map.of()));
    }

    @GET
    @Path("/ranges")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Every key range: its slots, home, primary and copies")
    public List<RangeStatus> ranges() {
        ClusterMap map = view().map();
        return map == null ? List.of() : RangeStatus.all(map);
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "The state now, and again after every change of the map; a slow reader gets only the latest")
    public Multi<ClusterStatus> events() {
        NodeView view = view();
        return Multi.createFrom()
                .<ClusterMap>emitter(
                        emitter -> {
                            Runnable end = view.onMapChange(emitter::emit);
                            emitter.onTermination(end);
                            if (view.map() != null) {
                                emitter.emit(view.map());
                            }
                        },
                        BackPressureStrategy.LATEST)
                .map(map -> ClusterStatus.of(map, view, Map.of()));
    }

    private NodeView view() {
        return node.view().orElseThrow(() -> new ServiceUnavailableException("starting", 1L));
    }
}
