package io.buddykv.operator.reconciler;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Blueprint;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.observe.OrderRefusedException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/** What a cluster's nodes believe an order by: made by the operator, or brought by somebody. */
final class ClusterCredentials {
    private ClusterCredentials() {}

    /** @throws OrderRefusedException when they are not there */
    static String read(ClusterResource cluster, KubernetesClient client) {
        String namespace = cluster.getMetadata().getNamespace();
        return decoded(
                client.secrets()
                        .inNamespace(namespace)
                        .withName(secret(cluster))
                        .get(),
                secret(cluster));
    }

    /** For when the cluster is gone, and what the operator made with it; what somebody brought stays, and is read then. */
    static Supplier<String> kept(ClusterResource cluster, Context<ClusterResource> context) {
        KubernetesClient client = context.getClient();
        return context.getSecondaryResources(Secret.class).stream()
                .filter(made -> made.getMetadata().getName().equals(secret(cluster)))
                .findFirst()
                .map(made -> (Supplier<String>) () -> decoded(made, secret(cluster)))
                .orElse(() -> read(cluster, client));
    }

    private static String secret(ClusterResource cluster) {
        return cluster.getSpec().auth() == null || cluster.getSpec().auth().secretName() == null
                ? Blueprint.names(cluster).credentials()
                : cluster.getSpec().auth().secretName();
    }

    private static String decoded(Secret secret, String name) {
        String encoded = secret == null || secret.getData() == null
                ? null
                : secret.getData().get(Names.CREDENTIALS_KEY);
        if (encoded == null) {
            throw new OrderRefusedException("Secret " + name + " has no key " + Names.CREDENTIALS_KEY);
        }
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
    }
}
