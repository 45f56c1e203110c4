package io.buddykv.quarkus.client.runtime;

import io.buddykv.client.CallObserver;
import io.buddykv.client.KVClient;
import io.buddykv.client.KVClientSettings;
import io.buddykv.quarkus.client.runtime.KVClientsConfig.ClientConfig;
import io.quarkus.arc.ActiveResult;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All clients of the application by name: each made when it is first asked for, and closed with the application. */
@Singleton
public class KVClients {
    private final Map<String, KVClient> clients = new ConcurrentHashMap<>();
    private final KVClientsConfig config;
    private final TlsConfigurationRegistry registry;
    private final Instance<ClientObserver> observers;
    private volatile CallMetrics metrics;

    @Inject
    public KVClients(
            KVClientsConfig config, TlsConfigurationRegistry registry, @Any Instance<ClientObserver> observers) {
        this.config = config;
        this.registry = registry;
        this.observers = observers;
    }

    /** @throws IllegalStateException if it is switched off or has no hosts, with what to do about that */
    public KVClient activeClient(String name) {
        ActiveResult active = KVClientRecorder.activity(config, name);
        if (!active.value()) {
            throw new IllegalStateException(active.inactiveReason());
        }
        return client(name);
    }

    public KVClient client(String name) {
        return clients.computeIfAbsent(name, this::connect);
    }

    /** The names of the clients that the application uses and that are switched on. */
    public List<String> active() {
        List<String> names = new ArrayList<>();
        InjectableInstance<KVClient> all = Arc.container().select(KVClient.class, Any.Literal.INSTANCE);
        for (var handle : all.handles()) {
            if (handle.getBean().isActive()) {
                names.add(KVClientNames.of(handle.getBean().getQualifiers()));
            }
        }
        return names;
    }

    ClientConfig config(String name) {
        return config.clients().get(name);
    }

    /** Calls are measured from now on. */
    void measure(CallMetrics newMetrics) {
        metrics = newMetrics;
    }

    private KVClient connect(String name) {
        KVClientSettings settings = settings(name);
        KVClient client = KVClient.connect(settings);
        CallMetrics measured = metrics;
        if (measured != null) {
            measured.figures(name, client);
        }
        return client;
    }

    private KVClientSettings settings(String name) {
        ClientConfig its = config(name);
        KVClientSettings.Builder settings = KVClientSettings.builder()
                .password(its.password().orElse(null))
                .tls(its.tlsConfigurationName()
                        .map(configuration -> RegisteredTls.of(registry, name, configuration))
                        .orElse(null))
                .clusterId(its.clusterId().orElse(null))
                .deadline(its.deadline())
                .maxCalls(its.maxCalls())
                .maxValueBytes(Math.toIntExact(its.maxValueSize().asLongValue()))
                .observer(observer(name));
        its.eventLoops().ifPresent(settings::eventLoops);
        try {
            its.hosts().orElseThrow().forEach(settings::seed);
            return settings.build();
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    KVClientNames.property(name, "*") + ": " + invalid.getMessage(), invalid);
        }
    }

    private CallObserver observer(String name) {
        CallMetrics measured = metrics;
        CallObserver all = measured == null ? CallObserver.NONE : measured.of(name);
        for (ClientObserver one : observers) {
            all = all.and(one.of(name));
        }
        return all;
    }

    @PreDestroy
    void close() {
        clients.values().forEach(KVClient::close);
        clients.clear();
    }
}
