package io.buddykv.e2e;

import io.buddykv.operator.OperatorProcess;
import io.buddykv.operator.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The operator inside this process, of which every request is counted. It looks after one namespace. */
final class RunningOperator implements AutoCloseable {
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final KubernetesClient client;
    private final Operator operator;

    private RunningOperator(String namespace, String image) {
        client = TestingKubernetes.clientBuilder()
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("count", new Counting()))
                .build();
        operator = OperatorProcess.operator(client, settings(namespace, image), new SimpleMeterRegistry(), () -> {});
    }

    static RunningOperator start(String namespace) {
        return start(namespace, TestingKubernetes.nodeImage());
    }

    /** @param image of clusters that name none */
    static RunningOperator start(String namespace, String image) {
        RunningOperator running = new RunningOperator(namespace, image);
        running.operator.start();
        return running;
    }

    /** Every request since the last call, watches not counted, as in {@code GET /api/v1/...}. */
    List<String> newRequests() {
        List<String> seen = List.copyOf(requests);
        requests.clear();
        return seen;
    }

    @Override
    public void close() {
        operator.stop();
        client.close();
    }

    private static OperatorSettings settings(String namespace, String image) {
        return new OperatorSettings() {
            @Override
            public String image() {
                return image;
            }

            @Override
            public Optional<Set<String>> namespaces() {
                return Optional.of(Set.of(namespace));
            }

            @Override
            public boolean leaderElection() {
                return false;
            }
        };
    }

    private final class Counting implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            String query = request.uri().getQuery();
            if (query == null || !query.contains("watch=true")) {
                requests.add(request.method() + " " + request.uri().getPath());
            }
        }
    }
}
