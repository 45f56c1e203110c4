package io.buddykv.operator.observe;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells the slaves of a cluster that is deleted that all of it ends, so that they hand nothing over to one another: it would
 * take long, and of what they stored the last one to end would hold the only copy in sync.
 *
 * <p>By the time the deletion is known Kubernetes is taking the cluster's objects away, so that what is needed is remembered
 * from before. Nothing waits for it: a slave that is not told hands over what it can. It is an event source because those are
 * told of deletions; no event comes from it.
 */
public final class EndNotices extends SimpleInboundEventSource<ClusterResource>
        implements ResourceEventAware<ClusterResource> {
    private static final Logger LOG = Logger.getLogger(EndNotices.class);
    private static final String PATH = "/v1/end";
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    private final HttpClient http;
    private final int masterPort;
    private final Duration timeout;
    private final Map<ResourceID, Ending> endings = new ConcurrentHashMap<>();

    private record Ending(List<String> slaves, Supplier<String> credentials) {}

    /**
     * @param masterPort of every slave
     * @param timeout after which a slave counts as not told
     */
    public EndNotices(HttpClient http, int masterPort, Duration timeout) {
        super("end-notices");
        this.http = http;
        this.masterPort = masterPort;
        this.timeout = timeout;
    }

    /**
     * Remembers whom to tell.
     *
     * @param credentials by which they believe it; asked for when the cluster is deleted
     */
    public void remember(ResourceID cluster, List<String> slaves, Supplier<String> credentials) {
        endings.put(cluster, new Ending(List.copyOf(slaves), credentials));
    }

    /** Whoever waits for a cluster's objects to go has them deleted first; whoever keeps them ends nothing. */
    @Override
    public void onResourceUpdated(ClusterResource cluster, ClusterResource before) {
        List<String> finalizers = cluster.getMetadata().getFinalizers();
        if (finalizers.contains(ORPHAN)) {
            endings.remove(ResourceID.fromResource(cluster));
        } else if (finalizers.contains(FOREGROUND)) {
            tell(cluster);
        }
    }

    @Override
    public void onResourceDeleted(ClusterResource cluster) {
        tell(cluster);
    }

    private void tell(ClusterResource cluster) {
        Ending ending = endings.remove(ResourceID.fromResource(cluster));
        if (ending != null) {
            CompletableFuture.supplyAsync(ending.credentials()).whenComplete((credentials, failure) -> {
                if (failure == null) {
                    ending.slaves().forEach(slave -> tell(slave, credentials));
                } else {
                    LOG.infof(
                            "no slave of %s is told that the cluster ends: %s",
                            cluster.getMetadata().getName(), failure);
                }
            });
        }
    }

    private void tell(String slave, String credentials) {
        HttpRequest notice = HttpRequest.newBuilder(HttpMasterPort.uri(slave, masterPort, PATH))
                .timeout(timeout)
                .header(HttpMasterPort.CREDENTIALS_HEADER, credentials)
                .POST(BodyPublishers.noBody())
                .build();
        http.sendAsync(notice, BodyHandlers.discarding())
                .whenComplete((answer, failure) ->
                        LOG.infof("slave at %s: the cluster ends: %s", slave, told(answer, failure)));
    }

    private static String told(HttpResponse<Void> answer, Throwable failure) {
        if (failure != null) {
            return "not told, " + failure.getMessage();
        }
        return answer.statusCode() / 100 == 2 ? "told" : "refused with " + answer.statusCode();
    }
}
