package io.buddykv.operator.model;

import io.buddykv.crds.kubernetes.StorageResource;
import io.buddykv.crds.kubernetes.VolumeResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;

/**
 * The StatefulSets. All are OnDelete: the plan says which pod is replaced when. Slaves start in parallel; their volumes
 * outlive scaling in, and, unless the spec says otherwise, the cluster.
 */
public final class Sets {
    private static final String KEEP = "Retain";
    private static final String DROP = "Delete";

    private Sets() {}

    public static StatefulSet slaves(Blueprint blueprint) {
        StorageResource storage = blueprint.spec().storage();
        return set(
                Role.SLAVE,
                blueprint,
                blueprint.slavePods(),
                storage == null ? List.of() : List.of(claim(blueprint.volumes().slaves(), storage.storageClassName())));
    }

    public static StatefulSet masters(Blueprint blueprint) {
        return set(Role.MASTER, blueprint, blueprint.spec().masters(), List.of());
    }

    public static StatefulSet zooKeeper(Blueprint blueprint) {
        VolumeResource storage = blueprint.spec().zookeeper().storage();
        PersistentVolumeClaim claim =
                claim(blueprint.volumes().zooKeeper(), storage == null ? null : storage.storageClassName());
        return set(Role.ZOOKEEPER, blueprint, blueprint.spec().zookeeper().servers(), List.of(claim));
    }

    private static StatefulSet set(Role role, Blueprint blueprint, int replicas, List<PersistentVolumeClaim> claims) {
        Names names = blueprint.names();
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(names.set(role))
                .withNamespace(names.namespace())
                .withUid(blueprint.sets().get(role))
                .withLabels(Labels.of(names, role))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withServiceName(names.headless(role))
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withNewOrdinals(Role.FIRST_NUMBER)
                .withNewSelector()
                .withMatchLabels(Labels.selector(names, role))
                .endSelector()
                .withNewPersistentVolumeClaimRetentionPolicy()
                .withWhenDeleted(keepsVolumes(blueprint) ? KEEP : DROP)
                .withWhenScaled(KEEP)
                .endPersistentVolumeClaimRetentionPolicy()
                .withTemplate(PodTemplate.of(role, blueprint, !claims.isEmpty()))
                .withVolumeClaimTemplates(claims)
                .endSpec()
                .build();
    }

    /** A map of slaves that held everything in memory is worth nothing without them. */
    private static boolean keepsVolumes(Blueprint blueprint) {
        StorageResource storage = blueprint.spec().storage();
        return storage != null && storage.reclaim() != StorageResource.Reclaim.DELETE;
    }

    private static PersistentVolumeClaim claim(String size, String storageClass) {
        return new PersistentVolumeClaimBuilder()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNewMetadata()
                .withName(PodTemplate.DATA_VOLUME)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withNewResources()
                .addToRequests("storage", new Quantity(size))
                .endResources()
                .endSpec()
                .build();
    }
}
