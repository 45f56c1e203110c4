package io.buddykv.operator.observe;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Port;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The masters' streams of map changes, one for each cluster, as a source of events: a reconciliation after each change of a
 * cluster's map, and one soon after its stream has ended, which opens the next. Nothing is opened for a cluster without a
 * ready master, whose coming up is an event of its own.
 */
public final class MapChanges extends SimpleInboundEventSource<ClusterResource>
        implements ResourceEventAware<ClusterResource> {
    private static final Logger LOG = Logger.getLogger(MapChanges.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final long REOPEN_MILLIS = 1_000;
    private static final String NEWS = "data:";

    private final HttpClient http;
    private final Map<ResourceID, Stream> streams = new ConcurrentHashMap<>();

    public MapChanges(HttpClient http) {
        super("map-changes");
        this.http = http;
    }

    /** Follows one of the masters at {@code addresses}; goes on with the present one while it is among them. */
    public void follow(ResourceID cluster, List<String> addresses) {
        Stream present = streams.get(cluster);
        if (present != null && addresses.contains(present.address)) {
            return;
        }
        forget(cluster);
        if (!addresses.isEmpty()) {
            Stream opened = new Stream(cluster, addresses.get(0));
            streams.put(cluster, opened);
            opened.open();
        }
    }

    @Override
    public void onResourceDeleted(ClusterResource cluster) {
        forget(ResourceID.fromResource(cluster));
    }

    @Override
    public synchronized void stop() {
        super.stop();
        streams.keySet().forEach(this::forget);
    }

    private void forget(ResourceID cluster) {
        Stream ended = streams.remove(cluster);
        if (ended != null) {
            ended.close();
        }
    }

    private final class Stream implements Flow.Subscriber<String> {
        private final ResourceID cluster;
        private final String address;
        private volatile Flow.Subscription subscription;
        private volatile boolean closed;

        Stream(ResourceID cluster, String address) {
            this.cluster = cluster;
            this.address = address;
        }

        void open() {
            HttpRequest request = HttpRequest.newBuilder(
                            HttpMasterPort.uri(address, Port.HTTP.number(), "/v1/cluster/events"))
                    .header("Accept", "text/event-stream")
                    .timeout(CONNECT_TIMEOUT)
                    .build();
            http.sendAsync(request, BodyHandlers.fromLineSubscriber(this)).whenComplete((answer, failure) -> {
                if (failure != null) {
                    ended(failure.toString());
                }
            });
        }

        void close() {
            closed = true;
            Flow.Subscription present = subscription;
            if (present != null) {
                present.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            if (closed) {
                opened.cancel();
            } else {
                opened.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(String line) {
            if (!closed && line.startsWith(NEWS)) {
                propagateEvent(cluster);
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended(failure.toString());
        }

        @Override
        public void onComplete() {
            ended("the master ended it");
        }

        private void ended(String why) {
            if (!closed && streams.remove(cluster, this)) {
                closed = true;
                LOG.debugf("stream of %s from %s has ended: %s", cluster, address, why);
                CompletableFuture.delayedExecutor(REOPEN_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(() -> propagateEvent(cluster));
            }
        }
    }
}
