package io.buddykv.quarkus.client.runtime.dev;

import io.buddykv.quarkus.client.runtime.KVClientNames;
import io.buddykv.quarkus.client.runtime.KVClients;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What the application's clients know of their clusters; asked by the page of the Dev UI. */
@ApplicationScoped
public class ClustersJsonRpcService {
    @Inject
    KVClients clients;

    /**
     * @param isDefault whether it is the client without a name, for which Dev Services may have started the cluster
     * @param cluster null before a node has answered
     */
    public record Client(String name, boolean isDefault, ClusterView cluster) {}

    @NonBlocking
    public List<Client> status() {
        return clients.active().stream()
                .map(name -> new Client(
                        name,
                        KVClientNames.isDefault(name),
                        clients.client(name).clusterMap().map(ClusterView::of).orElse(null)))
                .toList();
    }
}
