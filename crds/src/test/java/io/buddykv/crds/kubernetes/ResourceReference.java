package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The page about every field of the resource, made from its definition. */
final class ResourceReference {
    /** Kubernetes' own types: what is in them stands in its own reference. */
    private static final Set<String> OF_KUBERNETES = Set.of(
            "affinity", "resources", "tolerations", "topologySpreadConstraints", "imagePullSecrets", "conditions");

    private static final String HEADER = "# The resource\n\n"
            + "Every field of `kvclusters.buddykv.io/v1`, made from the definition; the build refuses another page.\n"
            + "After a change of the model: `./mvnw -pl crds test -Dreference=write`\n";

    private final StringBuilder page = new StringBuilder(HEADER);
    private final List<String> rules = new ArrayList<>();

    private ResourceReference() {}

    static String of(String definitionYaml) throws IOException {
        JsonNode schema = new YAMLMapper().readTree(definitionYaml).at("/spec/versions/0/schema/openAPIV3Schema");
        return new ResourceReference().page(schema);
    }

    private String page(JsonNode schema) {
        collectRules(schema);
        collectRules(schema.at("/properties/spec"));
        page.append("\n## Spec\n\n| field | type | default | what it is |\n|---|---|---|---|\n");
        fields("", schema.at("/properties/spec"), true);
        page.append("\n## What is refused\n\n");
        rules.forEach(rule -> page.append("- ").append(rule).append('\n'));
        page.append("\n## Status\n\nThe operator alone writes it.\n\n| field | type | what it is |\n|---|---|---|\n");
        fields("", schema.at("/properties/status"), false);
        return page.toString();
    }

    private void fields(String prefix, JsonNode schema, boolean withDefaults) {
        schema.path("properties").properties().forEach(property -> {
            JsonNode field = property.getValue();
            if (withDefaults) {
                collectRules(field);
            }
            String name = prefix + property.getKey();
            row(name, field, withDefaults);
            if (!OF_KUBERNETES.contains(property.getKey())) {
                fields(name + ".", field.has("items") ? field.get("items") : field, withDefaults);
            }
        });
    }

    private void row(String name, JsonNode field, boolean withDefaults) {
        boolean isGroup = field.path("default").isObject();
        page.append("| `").append(name).append("` | ").append(type(field)).append(" | ");
        if (withDefaults) {
            page.append(
                            field.has("default") && !isGroup
                                    ? "`" + field.get("default").asText() + "`"
                                    : "")
                    .append(" | ");
        }
        page.append(field.path("description").asText().replace("|", "\\|")).append(" |\n");
    }

    private static String type(JsonNode field) {
        if (field.has("enum")) {
            List<String> values = new ArrayList<>();
            field.get("enum").forEach(value -> values.add("`" + value.asText() + "`"));
            return String.join(", ", values);
        }
        String type = field.path("type").asText("integer or string");
        String bounds = field.has("minimum") && field.has("maximum")
                ? ", " + field.get("minimum").asLong() + " to "
                        + field.get("maximum").asLong()
                : "";
        if (type.equals("array")) {
            return "list";
        }
        return (field.has("additionalProperties") ? "map" : type) + bounds;
    }

    private void collectRules(JsonNode schema) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            String message = rule.get("message").asText();
            if (!rules.contains(message)) {
                rules.add(message);
            }
        }
    }
}
