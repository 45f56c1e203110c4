package io.buddykv.operator.reconciler;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.event.Events;
import io.buddykv.operator.model.Blueprint;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.MasterPort;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.OrderRefusedException;
import io.buddykv.operator.plan.Finding;
import io.buddykv.operator.plan.Reason;
import io.buddykv.operator.plan.Step;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.List;

/** Does what a plan says beside the applying of objects. It decides nothing. */
public final class Steps {
    private static final String SET = "/apis/apps/v1/namespaces/%s/statefulsets/%s";

    private final MasterPort masters;
    private final Events events;

    public Steps(MasterPort masters, Events events) {
        this.masters = masters;
        this.events = events;
    }

    /** Does one after the other, up to the first that cannot be done. */
    Outcome carryOut(List<Step> steps, ClusterResource cluster, Observation seen, Context<ClusterResource> context) {
        try {
            for (Step step : steps) {
                carryOut(step, cluster, seen, context.getClient());
            }
            return Outcome.DONE;
        } catch (OrderRefusedException e) {
            return new Outcome.Failed(new Finding(Reason.ORDER_REFUSED, e.getMessage()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Outcome.OUTDATED;
            }
            throw e;
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
            grow(Blueprint.names(cluster), growth, client);
        }
    }

    private static ClusterView.Master active(Observation seen) {
        return seen.view()
                .flatMap(ClusterView::activeMaster)
                .orElseThrow(() -> new IllegalStateException("orders are planned only where a master answered"));
    }

    /**
     * Claims first; then the set goes without its pods, and the next reconciliation makes it anew around them. A new one is
     * not what was planned for, and is not deleted: its pods would end with it before Kubernetes knows that they are its own.
     */
    private static void grow(Names names, Step.GrowVolumes growth, KubernetesClient client) {
        Quantity wanted = new Quantity(growth.size());
        List<PersistentVolumeClaim> claims = client.persistentVolumeClaims()
                .inNamespace(names.namespace())
                .withLabels(Labels.selector(names, growth.role()))
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
        DeleteOptions withoutPods = new DeleteOptionsBuilder()
                .withPropagationPolicy(DeletionPropagation.ORPHAN.toString())
                .withNewPreconditions()
                .withUid(growth.setUid())
                .endPreconditions()
                .build();
        client.raw(String.format(SET, names.namespace(), names.set(growth.role())), "DELETE", withoutPods);
    }
}
