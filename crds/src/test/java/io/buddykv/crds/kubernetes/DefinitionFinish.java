package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the generator cannot say or says badly: columns in the order of their annotations instead of their paths, each rule
 * of a record's component once instead of once for its field and once for its accessor, a spec that may be left out, and
 * conditions as a list with one entry for each type.
 */
final class DefinitionFinish implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata definition, String definitionVersion) {
        CustomResourceDefinition crd = (CustomResourceDefinition) definition;
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
        version.setAdditionalPrinterColumns(inOrder(version.getAdditionalPrinterColumns()));
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        withEachRuleOnce(root);
        JSONSchemaProps spec = root.getProperties().get("spec");
        spec.setDefault(defaults(spec));
        Map<String, JSONSchemaProps> status = root.getProperties().get("status").getProperties();
        keyed(status.get("conditions"), "type");
        keyed(status.get("slaves"), "number");
        return crd;
    }

    /** An API server judges a default by the rules as it stands, before it fills in the defaults of its fields. */
    private static ObjectNode defaults(JSONSchemaProps schema) {
        ObjectNode defaults = JsonNodeFactory.instance.objectNode();
        schema.getProperties().forEach((name, property) -> {
            if (property.getDefault() != null) {
                defaults.set(
                        name,
                        property.getProperties().isEmpty()
                                ? property.getDefault().deepCopy()
                                : defaults(property));
            }
        });
        return defaults;
    }

    private static List<CustomResourceColumnDefinition> inOrder(List<CustomResourceColumnDefinition> columns) {
        List<String> names = Stream.of(ClusterResource.class.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        List<CustomResourceColumnDefinition> sorted = new ArrayList<>(columns);
        sorted.sort(Comparator.comparingInt(column -> names.indexOf(column.getName())));
        return sorted;
    }

    private static void withEachRuleOnce(JSONSchemaProps schema) {
        schema.setXKubernetesValidations(new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        schema.getProperties().values().forEach(DefinitionFinish::withEachRuleOnce);
    }

    private static void keyed(JSONSchemaProps list, String key) {
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(List.of(key));
        list.getItems().getSchema().setRequired(List.of(key));
    }
}
