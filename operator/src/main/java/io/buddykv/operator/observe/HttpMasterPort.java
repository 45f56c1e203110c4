package io.buddykv.operator.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.buddykv.crds.ClusterShape;
import io.buddykv.operator.model.Port;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Masters by HTTP: the state at their http port, orders at the active one's slave port with the cluster's credentials. */
public final class HttpMasterPort implements MasterPort {
    private static final Logger LOG = Logger.getLogger(HttpMasterPort.class);
    static final String CREDENTIALS_HEADER = "X-BuddyKV-Credentials";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;

    public HttpMasterPort(HttpClient http) {
        this.http = http;
    }

    @Override
    public Optional<ClusterView> view(List<String> addresses) {
        for (String address : addresses) {
            Optional<ClusterView> told = read(address, Port.HTTP.number());
            Optional<ClusterView.Master> active = told.flatMap(ClusterView::activeMaster);
            if (active.isPresent()) {
                return active.get().host().equals(address)
                        ? told
                        : read(active.get().host(), active.get().httpPort()).filter(view -> view.activeMaster()
                                .filter(master ->
                                        master.host().equals(active.get().host()))
                                .isPresent());
            }
        }
        return Optional.empty();
    }

    private Optional<ClusterView> read(String host, int port) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(uri(host, port, "/v1/cluster"))
                            .timeout(TIMEOUT)
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                LOG.debugf("master at %s answers %d", host, answer.statusCode());
                return Optional.empty();
            }
            return Optional.of(JSON.readValue(answer.body(), ClusterView.class));
        } catch (IOException e) {
            LOG.debugf("master at %s does not answer: %s", host, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void orderSize(ClusterView.Master active, String credentials, int slaves) {
        put(active, credentials, "/v1/cluster/size", Map.of("slaves", slaves));
    }

    @Override
    public void orderShape(ClusterView.Master active, String credentials, ClusterShape shape) {
        put(
                active,
                credentials,
                "/v1/cluster/shape",
                Map.of(
                        "buddies",
                        shape.buddies(),
                        "placement",
                        shape.placement().name(),
                        "rebalancing",
                        Map.of(
                                "by", shape.rebalance().by().name(),
                                "maxParallelMoves", shape.rebalance().maxParallelMoves(),
                                "maxBytesPerSecond", shape.rebalance().bytesPerSecond())));
    }

    private void put(ClusterView.Master active, String credentials, String path, Map<String, ?> order) {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri(active.host(), active.slavePort(), path))
                    .timeout(TIMEOUT)
                    .header(CREDENTIALS_HEADER, credentials)
                    .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(order)))
                    .build();
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new OrderRefusedException(answer.body().strip());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an order is always JSON", e);
        } catch (IOException e) {
            throw new OrderRefusedException("the active master does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrderRefusedException("interrupted", e);
        }
    }

    static URI uri(String host, int port, String path) {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path);
    }
}
