package io.buddykv.operator;

import io.buddykv.operator.event.Events;
import io.buddykv.operator.observe.HttpMasterPort;
import io.buddykv.operator.observe.MapChanges;
import io.buddykv.operator.observe.Observer;
import io.buddykv.operator.reconciler.ClusterReconciler;
import io.buddykv.operator.reconciler.Steps;
import io.buddykv.operator.status.StatusReport;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Starts and stops the operator with Quarkus. Of several, the one with the lease works; the others wait for it. */
@ApplicationScoped
public class OperatorProcess {
    private static final String LEASE = "buddykv-operator";
    private static final int RECONCILIATION_THREADS = 8;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    @Inject
    OperatorSettings settings;

    @Inject
    MeterRegistry registry;

    private Operator operator;

    void start(@Observes StartupEvent started) {
        operator = operator(new KubernetesClientBuilder().build(), settings, registry);
        operator.start();
    }

    /** An operator that is not started yet. */
    public static Operator operator(KubernetesClient client, OperatorSettings settings, MeterRegistry registry) {
        Operator operator = new Operator(overrider -> {
            overrider
                    .withKubernetesClient(client)
                    .withConcurrentReconciliationThreads(RECONCILIATION_THREADS)
                    .withConcurrentWorkflowExecutorThreads(RECONCILIATION_THREADS)
                    .withDefaultNonSSAResource(Set.of())
                    .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry));
            if (settings.leaderElection()) {
                overrider.withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                                .build());
            }
        });
        operator.register(reconciler(settings.image()), configuration -> settings.namespaces()
                .filter(namespaces -> !namespaces.isEmpty())
                .ifPresent(configuration::settingNamespaces));
        return operator;
    }

    /** The reconciler with everything around it that is real. */
    public static ClusterReconciler reconciler(String image) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        Clock clock = Clock.systemUTC();
        HttpMasterPort masters = new HttpMasterPort(http);
        Events events = new Events(clock);
        return new ClusterReconciler(
                new Observer(masters, clock),
                new MapChanges(http),
                new Steps(masters, events),
                new StatusReport(clock),
                events,
                image);
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (operator != null) {
            operator.stop();
        }
    }

    Optional<Operator> operator() {
        return Optional.ofNullable(operator);
    }
}
