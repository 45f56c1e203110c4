package io.buddykv.operator.reconciler;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.event.Events;
import io.buddykv.operator.model.Blueprint;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.model.Role;
import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.MasterPort;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.OrderRefusedException;
import io.buddykv.operator.plan.Finding;
import io.buddykv.operator.plan.Reason;
import io.buddykv.operator.plan.Step;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.Optional;

/** Does what a plan says beside the applying of objects. It decides nothing. */
public final class Steps {
    private final MasterPort masters;
    private final Events events;

    public Steps(MasterPort masters, Events events) {
        this.masters = masters;
        this.events = events;
    }

    /** Returns what kept a step from being done. */
    Optional<Finding> carryOut(
            List<Step> steps, ClusterResource cluster, Observation seen, Context<ClusterResource> context) {
        try {
            for (Step step : steps) {
                carryOut(step, cluster, seen, context.getClient());
            }
            return Optional.empty();
        } catch (OrderRefusedException e) {
            return Optional.of(new Finding(Reason.ORDER_REFUSED, e.getMessage()));
        }
    }

    private void carryOut(Step step, ClusterResource cluster, Observation seen, KubernetesClient client) {
        String namespace = cluster.getMetadata().getNamespace();
        if (step instanceof Step.ReplacePod replaced) {
            client.pods().inNamespace(namespace).withName(replaced.pod()).delete();
            events.tell(client, cluster, new Finding(Reason.POD_REPLACED, replaced.pod()));
        } else if (step instanceof Step.ForceDeletePod given) {
            client.pods()
                    .inNamespace(namespace)
                    .withName(given.pod())
                    .withGracePeriod(0)
                    .delete();
            events.tell(client, cluster, new Finding(Reason.POD_FORCE_DELETED, given.pod()));
        } else if (step instanceof Step.OrderSize order) {
            masters.orderSize(active(seen), ClusterCredentials.read(cluster, client), order.slaves());
            events.tell(client, cluster, new Finding(Reason.SIZE_ORDERED, Integer.toString(order.slaves())));
        } else if (step instanceof Step.OrderShape) {
            masters.orderShape(
                    active(seen),
                    ClusterCredentials.read(cluster, client),
                    cluster.getSpec().shape());
            events.tell(client, cluster, new Finding(Reason.SHAPE_ORDERED));
        } else if (step instanceof Step.GrowVolumes growth) {
            grow(Blueprint.names(cluster), growth.size(), client);
        }
    }

    private static ClusterView.Master active(Observation seen) {
        return seen.view()
                .flatMap(ClusterView::activeMaster)
                .orElseThrow(() -> new IllegalStateException("orders are planned only where a master answered"));
    }

    /** Claims first; then the set goes without its pods, and the next reconciliation makes it anew around them. */
    private static void grow(Names names, String size, KubernetesClient client) {
        Quantity wanted = new Quantity(size);
        List<PersistentVolumeClaim> claims = client.persistentVolumeClaims()
                .inNamespace(names.namespace())
                .withLabels(Labels.selector(names, Role.SLAVE))
                .list()
                .getItems();
        for (PersistentVolumeClaim claim : claims) {
            Quantity present = claim.getSpec().getResources().getRequests().get("storage");
            if (present.getNumericalAmount().compareTo(wanted.getNumericalAmount()) < 0) {
                client.resource(claim).edit(known -> new PersistentVolumeClaimBuilder(known)
                        .editSpec()
                        .editResources()
                        .addToRequests("storage", wanted)
                        .endResources()
                        .endSpec()
                        .build());
            }
        }
        client.apps()
                .statefulSets()
                .inNamespace(names.namespace())
                .withName(names.set(Role.SLAVE))
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
    }
}
