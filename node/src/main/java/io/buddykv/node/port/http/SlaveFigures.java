package io.buddykv.node.port.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Asks all slaves for their figures. Of those that do not tell in time, what they told last in this life is given. */
@Singleton
public class SlaveFigures {
    private static final Logger LOG = Logger.getLogger(SlaveFigures.class);
    private static final int TIMEOUT_MILLIS = 300;

    @Inject
    Vertx vertx;

    @Inject
    ObjectMapper json;

    private final Map<Member, NodeFigures> lastTold = new ConcurrentHashMap<>();

    private HttpClient client;

    @PostConstruct
    void open() {
        client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** Figures by internal number. */
    CompletionStage<Map<Integer, NodeFigures>> of(ClusterMap map) {
        Map<Integer, NodeFigures> figures = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        lastTold.keySet().removeIf(member -> !map.isCurrent(member));
        for (SlaveEntry slave : map.slaves().values()) {
            if (slave.state() != SlaveState.DOWN) {
                asked.add(ask(slave)
                        .handle((told, failure) -> {
                            if (failure == null) {
                                lastTold.put(slave.member(), told);
                            } else {
                                LOG.debugf("slave %d tells no figures: %s", slave.number(), failure.getMessage());
                            }
                            NodeFigures known = lastTold.get(slave.member());
                            if (known != null) {
                                figures.put(slave.number(), known);
                            }
                            return (Void) null;
                        })
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> figures);
    }

    private CompletionStage<NodeFigures> ask(SlaveEntry slave) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(slave.endpoints().host())
                .setPort(slave.endpoints().httpPort())
                .setURI("/v1/node")
                .setTimeout(TIMEOUT_MILLIS);
        return client.request(request)
                .compose(sent -> sent.send())
                .compose(response -> response.body())
                .map(body -> read(body.getBytes()))
                .toCompletionStage();
    }

    private NodeFigures read(byte[] body) {
        try {
            return json.readValue(body, NodeFigures.class);
        } catch (IOException e) {
            throw new IllegalStateException("not figures: " + e.getMessage(), e);
        }
    }
}
