package io.buddykv.operator.observe;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.crds.kubernetes.ClusterResourceStatus;
import io.buddykv.operator.model.Blueprint;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.model.Role;
import io.buddykv.operator.observe.RoleView.SetView;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sees a cluster: the informers' caches, the active master, and machines of pods that are in trouble. */
public final class Observer {
    /** Also where this process's clock is behind: a machine that is away is not well. */
    private static final Duration JUST_NOW = Duration.ofMillis(1);

    private final MasterPort masters;
    private final Clock clock;

    public Observer(MasterPort masters, Clock clock) {
        this.masters = masters;
        this.clock = clock;
    }

    public Observation observe(ClusterResource cluster, Context<ClusterResource> context) {
        Names names = Blueprint.names(cluster);
        RoleView masterPods = role(Role.MASTER, names, context);
        List<String> addresses = addresses(masterPods);
        return new Observation(
                cluster.getSpec(),
                role(Role.SLAVE, names, context),
                masterPods,
                role(Role.ZOOKEEPER, names, context),
                addresses.isEmpty() ? Optional.empty() : masters.view(addresses),
                hasCredentials(cluster, names, context),
                Optional.ofNullable(cluster.getStatus()).map(ClusterResourceStatus::clusterId));
    }

    /** Of the masters that are ready. */
    public static List<String> addresses(RoleView masters) {
        return masters.pods().stream()
                .filter(pod -> pod.isUndisturbed() && !pod.address().isEmpty())
                .map(PodView::address)
                .toList();
    }

    /** Of every pod that has one, ready or not. */
    public static List<String> allAddresses(RoleView role) {
        return role.pods().stream()
                .map(PodView::address)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static boolean hasCredentials(ClusterResource cluster, Names names, Context<ClusterResource> context) {
        boolean brought =
                cluster.getSpec().auth() != null && cluster.getSpec().auth().secretName() != null;
        return brought
                || context.getSecondaryResources(Secret.class).stream()
                        .anyMatch(secret -> secret.getMetadata().getName().equals(names.credentials()));
    }

    private RoleView role(Role role, Names names, Context<ClusterResource> context) {
        List<Pod> pods = context.getSecondaryResources(Pod.class).stream()
                .filter(pod -> role.label().equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
                .toList();
        return new RoleView(
                context.getSecondaryResources(StatefulSet.class).stream()
                        .filter(candidate -> candidate.getMetadata().getName().equals(names.set(role)))
                        .findFirst()
                        .map(set -> set(set, pods)),
                pods.stream()
                        .map(pod -> pod(pod, context.getClient()))
                        .sorted(Comparator.comparingInt(PodView::number))
                        .toList());
    }

    private static SetView set(StatefulSet set, List<Pod> pods) {
        boolean seen = set.getStatus() != null
                && set.getStatus().getObservedGeneration() != null
                && set.getStatus().getObservedGeneration() >= set.getMetadata().getGeneration();
        String revision = seen && set.getStatus().getUpdateRevision() != null
                ? set.getStatus().getUpdateRevision()
                : "";
        String size = set.getSpec().getVolumeClaimTemplates().stream()
                .findFirst()
                .map(claim -> claim.getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage")
                        .toString())
                .orElse("");
        return new SetView(
                set.getMetadata().getUid(),
                set.getSpec().getReplicas(),
                revision,
                size,
                set.isMarkedForDeletion(),
                pods.stream().allMatch(pod -> isOwned(pod, set)));
    }

    private static boolean isOwned(Pod pod, StatefulSet set) {
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(set.getMetadata().getUid()));
    }

    private PodView pod(Pod pod, KubernetesClient client) {
        String name = pod.getMetadata().getName();
        boolean ready = pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Ready") && "True".equals(condition.getStatus()));
        boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
        String address = pod.getStatus() == null || pod.getStatus().getPodIP() == null
                ? ""
                : pod.getStatus().getPodIP();
        return new PodView(
                name,
                Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)),
                pod.getMetadata().getLabels().getOrDefault("controller-revision-hash", ""),
                ready,
                terminating,
                address,
                ready ? Duration.ZERO : machineAway(pod.getSpec().getNodeName(), client));
    }

    private Duration machineAway(String machine, KubernetesClient client) {
        if (machine == null) {
            return Duration.ZERO;
        }
        try {
            return awaySince(client.nodes().withName(machine).get())
                    .map(since -> Duration.between(since.toInstant(), clock.instant()))
                    .map(away -> away.compareTo(JUST_NOW) < 0 ? JUST_NOW : away)
                    .orElse(Duration.ZERO);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                // An operator of one namespace may not look at machines; nothing is given up then.
                return Duration.ZERO;
            }
            throw e;
        }
    }

    private static Optional<OffsetDateTime> awaySince(Node machine) {
        if (machine == null || machine.getStatus() == null) {
            return Optional.empty();
        }
        return machine.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready") && !"True".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> OffsetDateTime.parse(condition.getLastTransitionTime()));
    }
}
