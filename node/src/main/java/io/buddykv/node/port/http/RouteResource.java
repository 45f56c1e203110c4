package io.buddykv.node.port.http;

import io.buddykv.node.observe.NodeView;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.Slot;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ServiceUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Where a key is. */
@Path("/v1/route/{key}")
@Tag(name = "Cluster")
public class RouteResource {
    @Inject
    RunningNode node;

    /**
     * Where one key is.
     *
     * @param home number of the slave that should serve it
     * @param primary number of the one that does; null while nobody does
     * @param inSync numbers of the slaves that hold every acknowledged write
     */
    public record Route(
            String key,
            int slot,
            int range,
            int home,
            Integer primary,
            List<Integer> inSync,
            boolean redirected,
            String state,
            long epoch,
            String client) {}

    @GET
    @Operation(summary = "Slot, key range, home and primary of a key, and whether it is redirected")
    public Route route(@RestPath String key) {
        ClusterMap map = node.view().map(NodeView::map).orElse(null);
        if (map == null || !map.isCut()) {
            throw new ServiceUnavailableException("the cluster is loading", 1L);
        }
        int slot = Slot.of(key.getBytes(StandardCharsets.UTF_8));
        int index = map.keyRanges().ofSlot(slot);
        RangeEntry range = map.range(index);
        Member primary = range.primary();
        return new Route(
                key,
                slot,
                index,
                range.home(),
                primary == null ? null : primary.number(),
                range.inSync().stream().map(Member::number).toList(),
                range.redirected(),
                range.state().name(),
                range.epoch(),
                primary == null ? null : clientAddress(map, primary));
    }

    private static String clientAddress(ClusterMap map, Member primary) {
        var endpoints = map.slave(primary.number()).endpoints();
        return endpoints.host() + ":" + endpoints.clientPort();
    }
}
