package io.buddykv.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.buddykv.crds.kubernetes.ClusterResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Resources as an API server gives them: with the defaults of the committed definition. */
public final class Clusters {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    private Clusters() {}

    public static ClusterResource with(String spec) {
        try {
            ObjectNode resource = (ObjectNode) YAML.readTree("apiVersion: buddykv.io/v1\nkind: KVCluster\n"
                    + "metadata: {name: kv, namespace: shop, uid: u-1, generation: 4}\nspec: " + spec);
            JsonNode schema = YAML.readTree(
                            Path.of("../crds/kvclusters.buddykv.io-v1.yaml").toFile())
                    .at("/spec/versions/0/schema/openAPIV3Schema");
            fill(schema, resource);
            return KUBERNETES.convertValue(resource, ClusterResource.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(JsonNode schema, ObjectNode object) {
        schema.path("properties").properties().forEach(property -> {
            if (!object.has(property.getKey()) && property.getValue().has("default")) {
                object.set(property.getKey(), property.getValue().get("default").deepCopy());
            }
            if (object.get(property.getKey()) instanceof ObjectNode inner) {
                fill(property.getValue(), inner);
            }
        });
    }
}
