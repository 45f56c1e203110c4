package io.buddykv.crds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads a {@link KvCluster} from YAML as {@code kubectl apply} takes it. Documents of other kinds in the same file are
 * passed over, and so is what only means something to Kubernetes, such as {@code image}; unknown fields, wrong types and values out of bounds are refused with an {@link InvalidClusterException}.
 */
public final class KvClusterReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** Fields of the spec that say how pods and their surroundings are to be: one machine has none. */
    static final List<String> OF_PODS_ONLY = List.of(
            "initialReplicas",
            "podEvictionSeconds",
            "resources",
            "image",
            "imagePullPolicy",
            "imagePullSecrets",
            "nodeSelector",
            "tolerations",
            "affinity",
            "topologySpreadConstraints",
            "priorityClassName",
            "podLabels",
            "podAnnotations",
            "service",
            "auth",
            "jvmOptions",
            "paused");

    /** The same of {@code spec.storage}: here data lies in the launcher's directory. */
    static final List<String> OF_VOLUMES_ONLY = List.of("size", "storageClassName", "reclaim");

    private KvClusterReader() {}

    /** @throws IOException when the file cannot be read */
    public static KvCluster read(Path file) throws IOException {
        return read(Files.readString(file));
    }

    public static KvCluster read(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            List<JsonNode> all = documents.readAll();
            List<JsonNode> clusters =
                    all.stream().filter(KvClusterReader::isCluster).toList();
            if (clusters.size() != 1) {
                throw new InvalidClusterException(
                        "kind", clusters.size() + " documents", "of kind " + KvCluster.KIND + " where one is needed");
            }
            return typed(clusters.get(0));
        } catch (JsonProcessingException e) {
            throw new InvalidClusterException("", "not readable as YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidClusterException("", "not readable as YAML: " + e.getMessage(), e);
        }
    }

    private static boolean isCluster(JsonNode document) {
        return KvCluster.KIND.equals(document.path("kind").asText());
    }

    private static KvCluster typed(JsonNode document) {
        try {
            return YAML.treeToValue(ofOneMachine(document), KvCluster.class);
        } catch (UnrecognizedPropertyException e) {
            throw unknownField(e);
        } catch (JsonMappingException e) {
            throw explained(e, document);
        } catch (JsonProcessingException e) {
            throw new InvalidClusterException("", e.getOriginalMessage(), e);
        }
    }

    private static JsonNode ofOneMachine(JsonNode document) {
        JsonNode kept = document.deepCopy();
        if (kept.path("spec") instanceof ObjectNode spec) {
            spec.remove(OF_PODS_ONLY);
            if (spec.path("zookeeper") instanceof ObjectNode zookeeper) {
                zookeeper.remove("storage");
            }
            if (spec.path("storage") instanceof ObjectNode storage) {
                storage.remove(OF_VOLUMES_ONLY);
            }
        }
        return kept;
    }

    private static InvalidClusterException explained(JsonMappingException e, JsonNode document) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidClusterException invalid) {
                return invalid;
            }
        }
        String field = path(e);
        if (e instanceof MismatchedInputException mismatch && e.getCause() == null) {
            JsonNode value = document.at("/" + field.replace('.', '/'));
            return new InvalidClusterException(field, value, expectation(mismatch.getTargetType()));
        }
        String reason =
                e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage();
        return new InvalidClusterException(field, reason, e);
    }

    private static InvalidClusterException unknownField(UnrecognizedPropertyException unknown) {
        List<String> known =
                unknown.getKnownPropertyIds().stream().map(Object::toString).toList();
        String hint = NearestName.of(unknown.getPropertyName(), known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; known are " + known.stream().sorted().collect(Collectors.joining(", ")));
        return new InvalidClusterException(path(unknown), "unknown field" + hint, unknown);
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String expectation(Class<?> type) {
        if (type == Integer.class || type == int.class) {
            return "must be a whole number";
        }
        if (type == Placement.class) {
            return "must be spread or ring";
        }
        if (type == RebalanceBy.class) {
            return "must be count or load";
        }
        if (type == FsyncPolicy.class) {
            return "must be always, everysec or never";
        }
        if (type == MemoryAmount.class) {
            return "must be an amount of memory such as 512Mi";
        }
        if (type == String.class) {
            return "must be a text";
        }
        return "must be a group of fields";
    }
}
