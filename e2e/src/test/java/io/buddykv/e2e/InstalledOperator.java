package io.buddykv.e2e;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The operator as {@code manifests/} install it, for all namespaces, with the images that are tested. */
final class InstalledOperator {
    static final String NAMESPACE = "buddykv";
    static final String NAME = "buddykv-operator";

    private static final String OVERLAY = "../manifests/overlays/cluster-wide";
    private static final Duration STARTED = Duration.ofMinutes(3);

    private InstalledOperator() {}

    /** Returns when an operator is ready. */
    static void install(KubernetesClient client) throws IOException, InterruptedException {
        byte[] manifests = output("kubectl", "kustomize", OVERLAY);
        for (HasMetadata object :
                client.load(new ByteArrayInputStream(manifests)).items()) {
            if (object instanceof Deployment deployment) {
                useTestedImages(deployment);
            }
            if (object instanceof Namespaced) {
                client.resource(object).inNamespace(NAMESPACE).forceConflicts().serverSideApply();
            } else {
                client.resource(object).forceConflicts().serverSideApply();
            }
        }
        await().atMost(STARTED).until(() -> {
            Deployment deployment = client.apps()
                    .deployments()
                    .inNamespace(NAMESPACE)
                    .withName(NAME)
                    .get();
            return deployment.getStatus() != null
                    && deployment.getStatus().getReadyReplicas() != null
                    && deployment.getStatus().getReadyReplicas() >= 1;
        });
    }

    private static void useTestedImages(Deployment deployment) {
        Container operator =
                deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
        operator.setImage(TestingKubernetes.operatorImage());
        operator.getEnv().stream()
                .filter(variable -> variable.getName().equals("BUDDYKV_IMAGE"))
                .forEach(variable -> variable.setValue(TestingKubernetes.nodeImage()));
    }

    /** Another operator would do what the one under test is to do. Returns when none runs; {@link #install} brings it back. */
    static void takeAway(KubernetesClient client) {
        RollableScalableResource<Deployment> installed =
                client.apps().deployments().inNamespace(NAMESPACE).withName(NAME);
        if (installed.get() != null) {
            installed.scale(0);
            await().atMost(STARTED).until(() -> pods(client).list().getItems().isEmpty());
        }
    }

    static void deletePods(KubernetesClient client) {
        pods(client).delete();
    }

    private static FilterWatchListDeletable<Pod, PodList, PodResource> pods(KubernetesClient client) {
        return client.pods().inNamespace(NAMESPACE).withLabel("app.kubernetes.io/name", NAME);
    }

    private static byte[] output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
        return output;
    }
}
