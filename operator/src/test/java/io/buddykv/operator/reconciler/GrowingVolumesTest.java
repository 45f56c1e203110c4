package io.buddykv.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.Clusters;
import io.buddykv.operator.event.Events;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.model.Role;
import io.buddykv.operator.observe.EndNotices;
import io.buddykv.operator.observe.MapChanges;
import io.buddykv.operator.observe.Observer;
import io.buddykv.operator.plan.Reason;
import io.buddykv.operator.status.StatusReport;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A set whose volumes grow is made anew around its pods, by an operator whose view of it may be outdated at every moment. A
 * set that is made once more as it was, or deleted right after it was made, would take its pods along.
 */
class GrowingVolumesTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Names NAMES = new Names("shop", "kv");
    private static final String SET = "/apis/apps/v1/namespaces/shop/statefulsets/" + NAMES.set(Role.SLAVE);
    private static final String SPEC = "{replicas: 2, zookeeper: {replicas: 1}, storage: {size: %s}}";

    private final TestingApiServer apiServer = new TestingApiServer();
    private final TestingMasters masters = new TestingMasters();
    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), apiServer, false);

    private KubernetesClient client;
    private Operator operator;

    @BeforeEach
    void makeAClusterWhoseMasterIsAsked() {
        server.init();
        client = server.createClient();
        operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withDefaultNonSSAResource(Set.of())
                .withUseSSAToPatchPrimaryResource(false));
        operator.register(reconciler());
        operator.start();
        AtomicInteger asked = new AtomicInteger();
        masters.whenAsked(asked::incrementAndGet);
        client.resource(Clusters.with(String.format(SPEC, "1Gi"))).create();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(NAMES.pod(Role.MASTER, 1))
                        .withNamespace(NAMES.namespace())
                        .withLabels(Labels.of(NAMES, Role.MASTER))
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .withNewStatus()
                        .withPodIP("127.0.0.1")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build())
                .create();
        await().atMost(SOON).until(() -> asked.get() > 0 && sizeSeen().equals("1Gi"));
    }

    private ClusterReconciler reconciler() {
        HttpClient http = HttpClient.newHttpClient();
        Events events = new Events(Clock.systemUTC());
        return new ClusterReconciler(
                new Observer(masters, Clock.systemUTC()),
                new MapChanges(http),
                new EndNotices(http, 1, Duration.ofSeconds(1)),
                new Steps(masters, events),
                new StatusReport(Clock.systemUTC()),
                events,
                "buddykv/node:1");
    }

    @AfterEach
    void stop() {
        operator.stop();
        client.close();
        server.destroy();
    }

    /** Whatever the operator writes meanwhile. */
    private void grow() {
        client.resources(ClusterResource.class)
                .inNamespace(NAMES.namespace())
                .withName(NAMES.cluster())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"storage\": {\"size\": \"2Gi\"}}}");
    }

    /** The set as the operator sees it. */
    private Optional<StatefulSet> seen() {
        Controller<?> controller =
                (Controller<?>) operator.getRegisteredController("buddykv").orElseThrow();
        InformerEventSource<StatefulSet, ?> sets = (InformerEventSource<StatefulSet, ?>)
                controller.getEventSourceManager().getEventSourceFor(StatefulSet.class, Watched.SETS);
        return sets.get(new ResourceID(NAMES.set(Role.SLAVE), NAMES.namespace()));
    }

    private String sizeSeen() {
        return seen().map(set -> set.getSpec()
                        .getVolumeClaimTemplates()
                        .get(0)
                        .getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage")
                        .toString())
                .orElse("");
    }

    private List<String> reasonsOfEvents() {
        return client.v1().events().inNamespace(NAMES.namespace()).list().getItems().stream()
                .map(Event::getReason)
                .toList();
    }

    @Test
    void aSetThatGoesWhileItIsLookedAtIsNotMadeOnceMoreAsItWas() {
        List<String> story = new CopyOnWriteArrayList<>();
        apiServer.whenMade(object -> {
            if (object.at("/metadata/name").asText().equals(NAMES.set(Role.SLAVE))
                    && object.path("kind").asText().equals("StatefulSet")) {
                story.add("made");
            }
        });
        masters.whenAsked(() -> {
            story.add("looked");
            if (sizeSeen().equals("1Gi")) {
                client.resource(seen().orElseThrow()).delete();
                await().atMost(SOON).until(() -> seen().isEmpty());
                story.add("gone");
            }
        });

        grow();

        await().atMost(SOON).until(() -> sizeSeen().equals("2Gi"));
        assertThat(story).contains("gone").containsSubsequence("gone", "looked", "made");
        assertThat(String.join(" ", story)).doesNotContain("gone made");
        assertThat(reasonsOfEvents()).doesNotContain(Reason.APPLYING_FAILED.word());
    }

    @Test
    void aSetThatHasBeenMadeAnewIsNotDeletedForTheOldOne() {
        AtomicBoolean replaced = new AtomicBoolean();
        apiServer.beforeEach(request -> {
            if (TestingApiServer.path(request).endsWith("/persistentvolumeclaims")
                    && replaced.compareAndSet(false, true)) {
                apiServer.replace(SET, set -> {
                    ((ObjectNode) set.get("metadata")).remove("uid");
                    ((ObjectNode) set.at("/spec/volumeClaimTemplates/0/spec/resources/requests")).put("storage", "2Gi");
                    set.withObject("/metadata/annotations").put("made", "by somebody");
                });
            }
        });

        grow();

        await().atMost(SOON)
                .until(() -> apiServer.refused().stream().anyMatch(request -> request.method() == HttpMethod.DELETE));
        await().atMost(SOON).until(() -> sizeSeen().equals("2Gi"));
        assertThat(seen().orElseThrow().getMetadata().getAnnotations()).containsEntry("made", "by somebody");
        assertThat(reasonsOfEvents()).doesNotContain(Reason.APPLYING_FAILED.word());
    }

    @Test
    void aSetThatIsOnItsWayOutIsLeftAlone() {
        apiServer.holdOrphaning();
        AtomicInteger looks = new AtomicInteger();
        grow();
        await().atMost(SOON)
                .until(() -> seen().filter(StatefulSet::isMarkedForDeletion).isPresent());
        masters.whenAsked(looks::incrementAndGet);
        // The first of them may have begun with what was true before.
        await().atMost(SOON).until(() -> looks.get() > 1);
        int changes = apiServer.changes(SET).size();

        await().atMost(SOON).until(() -> looks.get() > 3);
        assertThat(apiServer.changes(SET)).hasSize(changes);
        client.resource(seen().orElseThrow()).edit(set -> new StatefulSetBuilder(set)
                .editMetadata()
                .withFinalizers(List.of())
                .endMetadata()
                .build());

        await().atMost(SOON).until(() -> sizeSeen().equals("2Gi"));
        assertThat(reasonsOfEvents()).doesNotContain(Reason.APPLYING_FAILED.word());
    }
}
