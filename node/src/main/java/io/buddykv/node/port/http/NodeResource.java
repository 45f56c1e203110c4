package io.buddykv.node.port.http;

import io.buddykv.node.observe.NodeView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ServiceUnavailableException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** This node's own figures. */
@Path("/v1/node")
@Singleton
@Tag(name = "Cluster")
public class NodeResource {
    /** A rate is taken over at least this long. */
    private static final long LEAST_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    @Inject
    RunningNode node;

    private long windowStartNanos = System.nanoTime();
    private long windowStartCommands;
    private double rate;

    @GET
    @Operation(summary = "Keys, commands and commands per second of this node")
    public NodeFigures figures() {
        NodeView view = node.view().orElseThrow(() -> new ServiceUnavailableException("starting", 1L));
        long commands = view.commands();
        return new NodeFigures(view.label(), view.keys(), commands, rate(commands), view.damagedRanges());
    }

    private synchronized double rate(long commands) {
        long now = System.nanoTime();
        long window = now - windowStartNanos;
        if (window >= LEAST_WINDOW_NANOS) {
            rate = (commands - windowStartCommands) * 1e9 / window;
            windowStartNanos = now;
            windowStartCommands = commands;
        }
        return rate;
    }
}
