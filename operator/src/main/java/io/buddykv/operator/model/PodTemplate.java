package io.buddykv.operator.model;

import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pods of each role: one container that may do nothing but its work. A change here restarts every pod there is. */
final class PodTemplate {
    static final String DATA_VOLUME = "data";
    private static final String CONTAINER = "node";
    private static final long USER = 10_001;
    private static final int STANDBY_GRACE_SECONDS = 30;

    /**
     * Failed looks, ten seconds apart, before a slave is ended. Its ranges were given to others within a second of its
     * standing still; but on a machine that is too slow for every slave at once, this would end all copies together.
     */
    private static final int LAST_RESORT = 30;

    private static final String STANDBY_MEMORY = "384Mi";
    private static final String STANDBY_CPU = "100m";

    /** Without a request a pod gets next to nothing of a crowded machine, and whoever starts beside it stops it for seconds. */
    private static final String SLAVE_CPU = "200m";

    private PodTemplate() {}

    static PodTemplateSpec of(Role role, Blueprint blueprint, boolean hasVolume) {
        ClusterResourceSpec spec = blueprint.spec();
        Map<String, String> labels = new LinkedHashMap<>();
        if (spec.podLabels() != null) {
            labels.putAll(spec.podLabels());
        }
        labels.putAll(Labels.of(blueprint.names(), role));
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(spec.podAnnotations())
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(blueprint.names().serviceAccount())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(
                        role == Role.SLAVE ? MemoryShare.of(spec).graceSeconds() : STANDBY_GRACE_SECONDS)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withImagePullSecrets(spec.imagePullSecrets())
                .withNodeSelector(spec.nodeSelector())
                .withTolerations(spec.tolerations())
                .withAffinity(spec.affinity())
                .withPriorityClassName(spec.priorityClassName())
                .withTopologySpreadConstraints(spread(role, blueprint))
                .withContainers(container(role, blueprint))
                .withVolumes(volumes(role, blueprint, hasVolume))
                .endSpec()
                .build();
    }

    private static Container container(Role role, Blueprint blueprint) {
        ClusterResourceSpec spec = blueprint.spec();
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(blueprint.image())
                .withImagePullPolicy(
                        spec.imagePullPolicy() == null
                                ? null
                                : spec.imagePullPolicy().label())
                .withArgs(NodeArguments.of(role, blueprint))
                .withEnv(environment(role, blueprint))
                .withPorts(ports(role))
                .withResources(resources(role, spec))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withStartupProbe(probe("/q/health/live", 1, 180))
                .withReadinessProbe(probe("/q/health/ready", 1, 4))
                .withLivenessProbe(probe("/q/health/live", 10, role == Role.SLAVE ? LAST_RESORT : 6))
                .withVolumeMounts(mounts(role))
                .build();
    }

    private static List<EnvVar> environment(Role role, Blueprint blueprint) {
        List<EnvVar> environment = new ArrayList<>(List.of(
                field("POD_ADDRESS", "status.podIP"),
                field("POD_NUMBER", "metadata.labels['apps.kubernetes.io/pod-index']"),
                new EnvVarBuilder()
                        .withName("JDK_JAVA_OPTIONS")
                        .withValue(String.join(" ", JvmOptions.of(role, blueprint.spec())))
                        .build()));
        if (role == Role.SLAVE) {
            environment.add(field("MACHINE", "spec.nodeName"));
            environment.add(field("ZONE", "metadata.labels['topology.kubernetes.io/zone']"));
        }
        if (role != Role.ZOOKEEPER) {
            Settings.configMap(blueprint).getData().keySet().stream()
                    .filter(key -> !key.equals(Names.CLUSTER_ID_KEY))
                    .forEach(key -> environment.add(setting(key, blueprint)));
        }
        return environment;
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static EnvVar setting(String key, Blueprint blueprint) {
        return new EnvVarBuilder()
                .withName(key)
                .withNewValueFrom()
                .withNewConfigMapKeyRef(key, blueprint.names().settings(), false)
                .endValueFrom()
                .build();
    }

    private static List<ContainerPort> ports(Role role) {
        List<Port> ports =
                switch (role) {
                    case SLAVE -> List.of(Port.CLIENT, Port.MASTER, Port.REPLICATION, Port.HTTP);
                    case MASTER -> List.of(Port.CLIENT, Port.SLAVE, Port.HTTP);
                    case ZOOKEEPER -> List.of(Port.ZOOKEEPER, Port.ZOOKEEPER_PEER, Port.ZOOKEEPER_ELECTION, Port.HTTP);
                };
        return ports.stream()
                .map(port -> new ContainerPortBuilder()
                        .withName(port.label())
                        .withContainerPort(port.number())
                        .withProtocol("TCP")
                        .build())
                .toList();
    }

    private static ResourceRequirements resources(Role role, ClusterResourceSpec spec) {
        if (role != Role.SLAVE) {
            return new ResourceRequirementsBuilder()
                    .addToRequests("memory", new Quantity(STANDBY_MEMORY))
                    .addToRequests("cpu", new Quantity(STANDBY_CPU))
                    .addToLimits("memory", new Quantity(STANDBY_MEMORY))
                    .build();
        }
        ResourceRequirements given = spec.resources() == null ? new ResourceRequirements() : spec.resources();
        Quantity limit = new Quantity(MemoryShare.of(spec).limitMib() + "Mi");
        ResourceRequirementsBuilder resources = new ResourceRequirementsBuilder(given);
        if (!isGiven(given.getLimits(), "memory")) {
            resources.addToLimits("memory", limit);
        }
        if (!isGiven(given.getRequests(), "memory")) {
            resources.addToRequests("memory", resources.getLimits().get("memory"));
        }
        boolean cpuGiven = isGiven(given.getRequests(), "cpu") || isGiven(given.getLimits(), "cpu");
        if (!cpuGiven) {
            resources.addToRequests("cpu", new Quantity(SLAVE_CPU));
        }
        return resources.build();
    }

    private static boolean isGiven(Map<String, Quantity> amounts, String resource) {
        return amounts != null && amounts.containsKey(resource);
    }

    private static Probe probe(String path, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(Port.HTTP.label())
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(2)
                .withFailureThreshold(failures)
                .withSuccessThreshold(1)
                .build();
    }

    private static List<VolumeMount> mounts(Role role) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(new VolumeMountBuilder()
                .withName("scratch")
                .withMountPath("/tmp")
                .build());
        if (role != Role.MASTER) {
            mounts.add(new VolumeMountBuilder()
                    .withName(DATA_VOLUME)
                    .withMountPath(NodeArguments.DATA)
                    .build());
        }
        if (role == Role.MASTER) {
            mounts.add(readOnly("settings", NodeArguments.SETTINGS));
        }
        if (role != Role.ZOOKEEPER) {
            mounts.add(readOnly("credentials", NodeArguments.CREDENTIALS));
        }
        return mounts;
    }

    private static VolumeMount readOnly(String name, String path) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(true)
                .build();
    }

    private static List<Volume> volumes(Role role, Blueprint blueprint, boolean hasVolume) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(empty("scratch"));
        if (role != Role.MASTER && !hasVolume) {
            volumes.add(empty(DATA_VOLUME));
        }
        if (role == Role.MASTER) {
            volumes.add(new VolumeBuilder()
                    .withName("settings")
                    .withNewConfigMap()
                    .withName(blueprint.names().settings())
                    .withDefaultMode(0444)
                    .endConfigMap()
                    .build());
        }
        if (role != Role.ZOOKEEPER) {
            volumes.add(new VolumeBuilder()
                    .withName("credentials")
                    .withNewSecret()
                    .withSecretName(blueprint.credentials())
                    .withDefaultMode(0440)
                    .endSecret()
                    .build());
        }
        return volumes;
    }

    private static Volume empty(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    private static List<TopologySpreadConstraint> spread(Role role, Blueprint blueprint) {
        List<TopologySpreadConstraint> given = blueprint.spec().topologySpreadConstraints();
        List<TopologySpreadConstraint> constraints = role == Role.SLAVE && given != null && !given.isEmpty()
                ? given
                : List.of(preferring("topology.kubernetes.io/zone"), preferring("kubernetes.io/hostname"));
        return constraints.stream()
                .map(constraint -> constraint.getLabelSelector() != null
                        ? constraint
                        : new TopologySpreadConstraintBuilder(constraint)
                                .withLabelSelector(new LabelSelectorBuilder()
                                        .withMatchLabels(Labels.selector(blueprint.names(), role))
                                        .build())
                                .build())
                .toList();
    }

    private static TopologySpreadConstraint preferring(String topologyKey) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(topologyKey)
                .withWhenUnsatisfiable("ScheduleAnyway")
                .build();
    }
}
