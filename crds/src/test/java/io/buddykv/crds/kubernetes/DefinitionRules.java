package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Judges resources by a definition's CEL rules as an API server does: defaults first, a rule only where its value is
 * there, a rule with {@code oldSelf} only where the old value is there as well. Types, bounds and patterns of the schema
 * are not looked at. Of Kubernetes' own functions it knows {@code quantity}.
 */
final class DefinitionRules {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .addFunctionDeclarations(
                    CelFunctionDecl.newFunctionDeclaration(
                            "quantity",
                            CelOverloadDecl.newGlobalOverload("quantity_of", SimpleType.DOUBLE, SimpleType.DYN)),
                    CelFunctionDecl.newFunctionDeclaration(
                            "compareTo",
                            CelOverloadDecl.newMemberOverload(
                                    "quantity_compareTo", SimpleType.INT, SimpleType.DOUBLE, SimpleType.DOUBLE)))
            .build();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .addFunctionBindings(
                    CelFunctionBinding.from("quantity_of", Object.class, text -> Quantity.parse(text.toString())
                            .getNumericalAmount()
                            .doubleValue()),
                    CelFunctionBinding.from("quantity_compareTo", Double.class, Double.class, (one, other) ->
                            (long) Double.compare(one, other)))
            .build();

    private final JsonNode schema;

    private DefinitionRules(JsonNode schema) {
        this.schema = schema;
    }

    static DefinitionRules of(String definitionYaml) throws java.io.IOException {
        return new DefinitionRules(YAML.readTree(definitionYaml).at("/spec/versions/0/schema/openAPIV3Schema"));
    }

    /** The messages of all rules there are. */
    TreeSet<String> messages() {
        TreeSet<String> found = new TreeSet<>();
        schema.findValues("x-kubernetes-validations")
                .forEach(rules ->
                        rules.forEach(rule -> found.add(rule.get("message").asText())));
        return found;
    }

    /** What the API server would refuse {@code resource} for; {@code before} is missing when it is new. */
    List<String> refusals(JsonNode resource, JsonNode before) {
        List<String> refusals = new ArrayList<>();
        judge(schema, withDefaults(schema, resource), withDefaults(schema, before), refusals);
        return refusals;
    }

    /** What the API server would refuse the definition itself for: its defaults are judged as they stand. */
    List<String> refusedDefaults() {
        List<String> refusals = new ArrayList<>();
        judgeDefaults(schema, refusals);
        return refusals;
    }

    private static void judgeDefaults(JsonNode schema, List<String> refusals) {
        if (schema.has("default")) {
            judge(schema, schema.get("default"), MissingNode.getInstance(), refusals);
        }
        schema.path("properties").forEach(property -> judgeDefaults(property, refusals));
    }

    static JsonNode withDefaults(JsonNode schema, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        ObjectNode filled = object.deepCopy();
        schema.path("properties").fields().forEachRemaining(property -> {
            if (!filled.has(property.getKey()) && property.getValue().has("default")) {
                filled.set(property.getKey(), property.getValue().get("default").deepCopy());
            }
            if (filled.has(property.getKey())) {
                filled.set(property.getKey(), withDefaults(property.getValue(), filled.get(property.getKey())));
            }
        });
        return filled;
    }

    private static void judge(JsonNode schema, JsonNode self, JsonNode oldSelf, List<String> refusals) {
        if (self.isMissingNode()) {
            return;
        }
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            boolean isOfTransition = rule.get("rule").asText().contains("oldSelf");
            if (!(isOfTransition && oldSelf.isMissingNode())
                    && !holds(rule.get("rule").asText(), self, oldSelf)) {
                refusals.add(rule.get("message").asText());
            }
        }
        schema.path("properties")
                .fields()
                .forEachRemaining(property -> judge(
                        property.getValue(), self.path(property.getKey()), oldSelf.path(property.getKey()), refusals));
    }

    private static boolean holds(String rule, JsonNode self, JsonNode oldSelf) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("self", asCel(self));
        if (!oldSelf.isMissingNode()) {
            variables.put("oldSelf", asCel(oldSelf));
        }
        try {
            return (boolean)
                    RUNTIME.createProgram(COMPILER.compile(rule).getAst()).eval(variables);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException(rule + " with " + self, e);
        }
    }

    private static Object asCel(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.fields().forEachRemaining(field -> map.put(field.getKey(), asCel(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(asCel(item)));
            return list;
        }
        if (node.isIntegralNumber()) {
            return node.asLong();
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.asText();
    }
}
