package io.buddykv.e2e;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The Kubernetes that is tested on, and how tests leave it as they found it. */
final class TestingKubernetes {
    static final Duration SOON = Duration.ofMinutes(1);
    static final Path DEFINITION = Path.of("../crds/kvclusters.buddykv.io-v1.yaml");

    /** Of one cluster that many runs look at, one test each. */
    private static final String KEPT_NAMESPACE = "e2e.namespace";

    private static final long GONE_SECONDS = 180;

    private TestingKubernetes() {}

    /** Which Kubernetes the tests use. */
    private enum Source {
        /** The one that {@code e2e.kubeconfig} names. */
        NAMED,
        /** A K3s of the tests' own. */
        OWN,
        /** The one of the environment: the tests change it as they like, so that it comes last. */
        OF_ENVIRONMENT,
        NONE
    }

    private static final Source SOURCE = source();

    private static Source source() {
        if (!property("e2e.kubeconfig").isEmpty()) {
            return Source.NAMED;
        }
        if (!isAskedFor()) {
            return Source.NONE;
        }
        if (OwnKubernetes.isPossible()) {
            return Source.OWN;
        }
        return property("e2e.kubeconfig.environment").isEmpty() ? Source.NONE : Source.OF_ENVIRONMENT;
    }

    /** By the profile e2e. */
    private static boolean isAskedFor() {
        return Boolean.getBoolean("e2e");
    }

    static boolean isGiven() {
        return SOURCE != Source.NONE;
    }

    static String whyNone() {
        return isAskedFor()
                ? "no Kubernetes: there is no Docker engine for a K3s, and KUBECONFIG names no cluster"
                : "no Kubernetes: -Pe2e asks for one";
    }

    /** What Maven could not fill in has not been given. */
    private static String property(String name) {
        String given = System.getProperty(name, "");
        return given.startsWith("${") ? "" : given;
    }

    private static String kubeconfig() {
        try {
            return switch (SOURCE) {
                case NAMED -> Files.readString(Path.of(property("e2e.kubeconfig")));
                case OWN -> OwnKubernetes.kubeconfig();
                case OF_ENVIRONMENT -> Files.readString(Path.of(property("e2e.kubeconfig.environment")));
                case NONE -> throw new IllegalStateException(whyNone());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String nodeImage() {
        return System.getProperty("e2e.node.image");
    }

    /** The same under another name, or another version that the first can be updated to. */
    static String nextNodeImage() {
        return System.getProperty("e2e.node.image.next");
    }

    static String operatorImage() {
        return System.getProperty("e2e.operator.image");
    }

    static KubernetesClient client() {
        return clientBuilder().build();
    }

    static KubernetesClientBuilder clientBuilder() {
        return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig()));
    }

    /** The definition as committed, applied over what is there, and served. */
    static void applyDefinition(KubernetesClient client) {
        client.load(read(DEFINITION)).forceConflicts().serverSideApply();
        Awaitility.await()
                .atMost(SOON)
                .until(() -> isServed(client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("kvclusters.buddykv.io")
                        .get()));
    }

    private static boolean isServed(CustomResourceDefinition definition) {
        return definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /** A cluster's resource, as a person would write it; {@code spec} in braces. */
    static String yaml(String namespace, String name, String spec) {
        return "apiVersion: buddykv.io/v1\nkind: KVCluster\nmetadata: {name: " + name + ", namespace: " + namespace
                + "}\nspec: " + spec + "\n";
    }

    /** Applies a cluster's resource as {@code kubectl apply --server-side} does. */
    static void apply(KubernetesClient client, String namespace, String name, String spec) {
        client.load(new ByteArrayInputStream(yaml(namespace, name, spec).getBytes(StandardCharsets.UTF_8)))
                .forceConflicts()
                .serverSideApply();
    }

    /** A namespace of this test alone; or the one that is named to be kept, with what is in it. */
    static String newNamespace(KubernetesClient client) {
        String kept = System.getProperty(KEPT_NAMESPACE, "");
        if (!kept.isEmpty()) {
            client.resource(restricted()
                            .editMetadata()
                            .withName(kept)
                            .endMetadata()
                            .build())
                    .serverSideApply();
            return kept;
        }
        return client.namespaces()
                .resource(restricted()
                        .editMetadata()
                        .withGenerateName("kv-e2e-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    private static NamespaceBuilder restricted() {
        return new NamespaceBuilder()
                .withNewMetadata()
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata();
    }

    /** Returns when nothing of it is left. */
    static void deleteNamespace(KubernetesClient client, String namespace) {
        if (namespace.equals(System.getProperty(KEPT_NAMESPACE))) {
            return;
        }
        client.resources(ClusterResource.class).inNamespace(namespace).delete();
        client.namespaces().withName(namespace).delete();
        client.namespaces()
                .withName(namespace)
                .waitUntilCondition(gone -> gone == null, GONE_SECONDS, TimeUnit.SECONDS);
    }

    static java.io.InputStream read(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
