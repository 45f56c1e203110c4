package io.buddykv.operator.reconciler;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.observe.EndNotices;
import io.buddykv.operator.observe.MapChanges;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is watched: one watch for each kind of object, of the operator's own only, however many clusters there are. */
final class Watched {
    static final String SETS = "stateful-sets";
    static final String SERVICES = "services";
    static final String BUDGETS = "disruption-budgets";
    static final String POLICIES = "network-policies";
    static final String PODS = "pods";

    private static final String OURS = Labels.MANAGED_BY + "=" + Labels.OPERATOR;

    private static final OnUpdateFilter<HasMetadata> EVERY_CHANGE = (after, before) -> true;

    private Watched() {}

    static List<EventSource<?, ClusterResource>> sources(
            EventSourceContext<ClusterResource> context, MapChanges mapChanges, EndNotices endNotices) {
        return List.of(
                owned(StatefulSet.class, SETS, EVERY_CHANGE, context),
                owned(Service.class, SERVICES, EVERY_CHANGE, context),
                owned(PodDisruptionBudget.class, BUDGETS, Watched::isMoreThanCounted, context),
                owned(NetworkPolicy.class, POLICIES, EVERY_CHANGE, context),
                source(Pod.class, PODS, Watched::clusterOf, EVERY_CHANGE, context),
                mapChanges,
                endNotices);
    }

    private static <R extends HasMetadata> InformerEventSource<R, ClusterResource> owned(
            Class<R> type,
            String name,
            OnUpdateFilter<? super R> changes,
            EventSourceContext<ClusterResource> context) {
        return source(type, name, Mappers.fromOwnerReferences(ClusterResource.class), changes, context);
    }

    private static <R extends HasMetadata> InformerEventSource<R, ClusterResource> source(
            Class<R> type,
            String name,
            SecondaryToPrimaryMapper<R> mapper,
            OnUpdateFilter<? super R> changes,
            EventSourceContext<ClusterResource> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, ClusterResource.class)
                        .withName(name)
                        .withLabelSelector(OURS)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(mapper)
                        .withOnUpdateFilter(changes)
                        .build(),
                context);
    }

    /** Kubernetes counts pods into a budget's status after each change of a pod, and no plan looks there. */
    static boolean isMoreThanCounted(PodDisruptionBudget after, PodDisruptionBudget before) {
        return !Objects.equals(after.getSpec(), before.getSpec())
                || !Objects.equals(
                        after.getMetadata().getLabels(), before.getMetadata().getLabels())
                || !Objects.equals(
                        after.getMetadata().getOwnerReferences(),
                        before.getMetadata().getOwnerReferences());
    }

    /** Pods are owned by their sets; labels say whose they are. */
    static Set<ResourceID> clusterOf(HasMetadata pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        String cluster = labels == null ? null : labels.get(Labels.INSTANCE);
        return cluster == null
                ? Set.of()
                : Set.of(new ResourceID(cluster, pod.getMetadata().getNamespace()));
    }
}
