package io.buddykv.quarkus.client.runtime;

import io.buddykv.client.AsyncKVClient;
import io.buddykv.client.KVClient;
import io.buddykv.quarkus.client.MutinyKVClient;
import io.buddykv.quarkus.client.runtime.KVClientsConfig.ClientConfig;
import io.quarkus.arc.ActiveResult;
import io.quarkus.arc.Arc;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.metrics.MetricsFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is left to do when the application starts. */
@Recorder
public class KVClientRecorder {
    private static final String ELSE_DEV_SERVICES =
            "or, in dev and test mode, leave it to Dev Services (where they have started no cluster, the log says why).";
    private static final String ELSE_CLUSTER_OF_DEFAULT =
            "or to ${quarkus.buddykv.hosts} for the cluster of the default client, which Dev Services start.";

    private final RuntimeValue<KVClientsConfig> config;

    public KVClientRecorder(RuntimeValue<KVClientsConfig> config) {
        this.config = config;
    }

    public Function<SyntheticCreationalContext<KVClient>, KVClient> client(String name) {
        return context -> clients(context).client(name);
    }

    public Function<SyntheticCreationalContext<AsyncKVClient>, AsyncKVClient> async(String name) {
        return context -> clients(context).client(name).async();
    }

    public Function<SyntheticCreationalContext<MutinyKVClient>, MutinyKVClient> mutiny(String name) {
        return context -> new MutinyKVClient(clients(context).client(name).async());
    }

    private static KVClients clients(SyntheticCreationalContext<?> context) {
        return context.getInjectedReference(KVClients.class);
    }

    public Supplier<ActiveResult> checkActive(String name) {
        return () -> activity(config.getValue(), name);
    }

    static ActiveResult activity(KVClientsConfig config, String name) {
        ClientConfig its = config.clients().get(name);
        String active = KVClientNames.property(name, "active");
        String hosts = KVClientNames.property(name, "hosts");
        String client = KVClientNames.isDefault(name) ? "The BuddyKV client" : "The BuddyKV client '" + name + "'";
        if (!its.active()) {
            return ActiveResult.inactive(client + " is switched off by " + active + "=false.");
        }
        if (its.hosts().isEmpty()) {
            return ActiveResult.inactive(client + " has no hosts. Set " + hosts
                    + " to client ports of the cluster's slaves, as host:port,host:port; "
                    + (KVClientNames.isDefault(name) ? ELSE_DEV_SERVICES : ELSE_CLUSTER_OF_DEFAULT));
        }
        return ActiveResult.active();
    }

    public Consumer<MetricsFactory> metrics() {
        return factory -> Arc.container().instance(KVClients.class).get().measure(new CallMetrics(factory));
    }
}
