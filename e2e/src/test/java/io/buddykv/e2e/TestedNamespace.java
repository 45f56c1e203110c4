package io.buddykv.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;

/** A namespace of its own on a Kubernetes that runs the operator; it goes with all that is in it. */
record TestedNamespace(KubernetesClient client, String name) implements AutoCloseable {
    static TestedNamespace open() throws Exception {
        KubernetesClient client = TestingKubernetes.client();
        try {
            TestingKubernetes.applyDefinition(client);
            InstalledOperator.install(client);
            return new TestedNamespace(client, TestingKubernetes.newNamespace(client));
        } catch (Exception | AssertionError failed) {
            client.close();
            throw failed;
        }
    }

    TestedCluster cluster(String cluster) {
        return new TestedCluster(client, name, cluster);
    }

    @Override
    public void close() {
        TestingKubernetes.deleteNamespace(client, name);
        client.close();
    }
}
