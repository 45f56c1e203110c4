package io.buddykv.operator.reconciler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The mock of an API server, which besides applies objects and refuses what is outdated as a real one does: an application
 * by its uid and version, a deletion by its preconditions. Who owns which field is not known here: what is applied is merged.
 */
final class TestingApiServer extends KubernetesCrudDispatcher {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int UNPROCESSABLE = 422;
    private static final String FINALIZER = "orphan";

    private final List<RecordedRequest> changes = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> refused = new CopyOnWriteArrayList<>();
    private volatile Consumer<RecordedRequest> beforeEach = request -> {};
    private volatile Consumer<JsonNode> whenMade = object -> {};
    private volatile boolean holdsOrphaning;

    /** Called with each object that an application makes. */
    void whenMade(Consumer<JsonNode> called) {
        whenMade = called;
    }

    /** Called before each request is answered. */
    void beforeEach(Consumer<RecordedRequest> called) {
        beforeEach = called;
    }

    /** From now on what is deleted without its dependents is on its way out until somebody takes its finalizer away. */
    void holdOrphaning() {
        holdsOrphaning = true;
    }

    /** Somebody takes an object away and makes another one of its name. */
    synchronized void replace(String path, Consumer<ObjectNode> change) {
        ObjectNode object = present(path);
        handleDelete(path);
        change.accept(object);
        make(path, object);
    }

    /** Requests to a path that ends so, of those that were made to change something. */
    List<RecordedRequest> changes(String pathEnd) {
        return changes.stream().filter(made -> path(made).endsWith(pathEnd)).toList();
    }

    /** Those that were refused because what they were made from was true no more. */
    List<RecordedRequest> refused() {
        return List.copyOf(refused);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        beforeEach.accept(request);
        return request.method() == HttpMethod.GET ? super.dispatch(request) : change(request);
    }

    private synchronized MockResponse change(RecordedRequest request) {
        changes.add(request);
        MockResponse answer =
                switch (request.method()) {
                    case PATCH -> isApplication(request) ? apply(request) : super.dispatch(request);
                    case DELETE -> delete(request);
                    default -> super.dispatch(request);
                };
        if (answer.code() == HttpURLConnection.HTTP_CONFLICT || answer.code() == UNPROCESSABLE) {
            refused.add(request);
        }
        return answer;
    }

    private static boolean isApplication(RecordedRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.startsWith("application/apply-patch+yaml");
    }

    private MockResponse apply(RecordedRequest request) {
        ObjectNode applied = read(request.getUtf8Body());
        ObjectNode metadata = (ObjectNode) applied.get("metadata");
        ObjectNode present = present(path(request));
        if (present == null) {
            return metadata.has("uid")
                    ? refusal(HttpURLConnection.HTTP_CONFLICT, "uid mismatch: no existing object was found")
                    : make(path(request), applied);
        }
        if (differs(metadata, present, "resourceVersion")) {
            return refusal(HttpURLConnection.HTTP_CONFLICT, "the object has been modified");
        }
        if (differs(metadata, present, "uid")) {
            return refusal(UNPROCESSABLE, "metadata.uid");
        }
        ObjectNode merged = present.deepCopy();
        merge(merged, applied);
        return merged.equals(present)
                ? new MockResponse().setResponseCode(HttpURLConnection.HTTP_OK).setBody(present.toString())
                : handleUpdate(internal(HttpMethod.PUT, path(request), merged));
    }

    private MockResponse make(String path, ObjectNode object) {
        ((ObjectNode) object.get("metadata")).remove("resourceVersion");
        whenMade.accept(object);
        return handleCreate(internal(HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), object));
    }

    private MockResponse delete(RecordedRequest request) {
        String body = request.getUtf8Body();
        ObjectNode options = body == null || body.isEmpty() ? YAML.createObjectNode() : read(body);
        ObjectNode present = present(path(request));
        if (present != null && differs(options.path("preconditions"), present, "uid")) {
            return refusal(HttpURLConnection.HTTP_CONFLICT, "the UID in the precondition is another one");
        }
        if (present != null
                && holdsOrphaning
                && "Orphan".equals(options.path("propagationPolicy").asText())
                && !present.path("metadata").has("finalizers")) {
            ((ObjectNode) present.get("metadata")).putArray("finalizers").add(FINALIZER);
            handleUpdate(internal(HttpMethod.PUT, path(request), present));
        }
        return handleDelete(path(request));
    }

    private ObjectNode present(String path) {
        Map.Entry<?, String> found = findResource(getKey(path));
        return found == null ? null : read(found.getValue());
    }

    private static boolean differs(JsonNode asked, JsonNode present, String field) {
        return asked.has(field)
                && !asked.get(field)
                        .asText()
                        .equals(present.at("/metadata/" + field).asText());
    }

    /** Lists as a whole, objects field by field. */
    private static void merge(ObjectNode into, ObjectNode from) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = from.properties().iterator(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (field.getValue() instanceof ObjectNode inner && into.get(field.getKey()) instanceof ObjectNode known) {
                merge(known, inner);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        }
    }

    private static RecordedRequest internal(HttpMethod method, String path, ObjectNode body) {
        byte[] octets = body.toString().getBytes(StandardCharsets.UTF_8);
        return new RecordedRequest("HTTP/1.1", method, path, Headers.builder().build(), new Buffer(octets));
    }

    private static MockResponse refusal(int code, String message) {
        ObjectNode status = YAML.createObjectNode();
        status.put("apiVersion", "v1").put("kind", "Status").put("status", "Failure");
        status.put("code", code).put("message", message);
        status.putObject("details").putArray("causes").addObject().put("field", message);
        return new MockResponse().setResponseCode(code).setBody(status.toString());
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String path(RecordedRequest request) {
        String path = request.getPath();
        return path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    }
}
