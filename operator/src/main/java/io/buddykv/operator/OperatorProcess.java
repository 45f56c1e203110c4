package io.buddykv.operator;

import io.buddykv.operator.event.Events;
import io.buddykv.operator.model.Port;
import io.buddykv.operator.observe.EndNotices;
import io.buddykv.operator.observe.HttpMasterPort;
import io.buddykv.operator.observe.MapChanges;
import io.buddykv.operator.observe.Observer;
import io.buddykv.operator.reconciler.ClusterReconciler;
import io.buddykv.operator.reconciler.Steps;
import io.buddykv.operator.status.StatusReport;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
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
import org.jboss.logging.Logger;

/** Starts and stops the operator with Quarkus. Of several, the one with the lease works; the others wait for it. */
@ApplicationScoped
public class OperatorProcess {
    private static final Logger LOG = Logger.getLogger(OperatorProcess.class);
    private static final String LEASE = "buddykv-operator";
    private static final int RECONCILIATION_THREADS = 8;
    /** Kubernetes starts the next one, which waits for the lease. */
    private static final int EXIT_DEPOSED = 75;

    private static final Duration END_NOTICE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    @Inject
    OperatorSettings settings;

    @Inject
    MeterRegistry registry;

    private Operator operator;
    private volatile boolean stopping;

    void start(@Observes StartupEvent started) {
        operator = operator(new KubernetesClientBuilder().build(), settings, registry, this::deposed);
        operator.start();
    }

    /** Two that decide at the same time might replace two pods at a time, so that nothing is finished here. */
    private void deposed() {
        if (!stopping) {
            LOG.error("the lease is lost, so that another operator may work: this process ends");
            Runtime.getRuntime().halt(EXIT_DEPOSED);
        }
    }

    /**
     * An operator that is not started yet.
     *
     * @param whenDeposed is called when the lease has been lost; by then the operator still works
     */
    public static Operator operator(
            KubernetesClient client, OperatorSettings settings, MeterRegistry registry, Runnable whenDeposed) {
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
                                .withLeaderCallbacks(new LeaderCallbacks(() -> {}, whenDeposed, leader -> {}))
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
                new EndNotices(http, Port.MASTER.number(), END_NOTICE_TIMEOUT),
                new Steps(masters, events),
                new StatusReport(clock),
                events,
                image);
    }

    void stop(@Observes ShutdownEvent stopped) {
        stopping = true;
        if (operator != null) {
            operator.stop();
        }
    }

    Optional<Operator> operator() {
        return Optional.ofNullable(operator);
    }
}
