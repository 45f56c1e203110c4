package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.buddykv.crds.ClusterShape;
import io.buddykv.crds.MemoryAmount;
import io.buddykv.crds.Placement;
import io.buddykv.crds.Timings;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;

/** The wanted state of a cluster. The schema fills in the defaults, so that little here is null in what it accepted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.heartbeatMillis + self.suspicionMillis + self.checkMillis + 50 <= self.leaseMillis",
        message =
                "leaseMillis must be at least heartbeatMillis + suspicionMillis + checkMillis + 50 (for the write of the"
                        + " map): a failover has to be decided while the promise runs out",
        fieldPath = ".leaseMillis")
@ValidationRule(
        value = "self.suspicionMillis >= 2 * self.heartbeatMillis",
        message = "suspicionMillis must be at least twice heartbeatMillis, or one late heartbeat is a failure",
        fieldPath = ".suspicionMillis")
@ValidationRule(
        value = "self.stallMillis >= self.suspicionMillis",
        message = "stallMillis must be at least suspicionMillis",
        fieldPath = ".stallMillis")
@ValidationRule(
        value = "!has(self.memory) || !has(self.resources) || !has(self.resources.limits)"
                + " || !('memory' in self.resources.limits)",
        message = "give either memory or resources.limits.memory: each follows from the other")
@ValidationRule(
        value = "has(self.storage) == has(oldSelf.storage)",
        message = "storage cannot be added to a cluster or taken from it later: make a new cluster and move the data")
public record ClusterResourceSpec(
        @SpecReplicas
                @ValidationRule(value = "self >= 1 && self <= 99", message = "replicas must be from 1 to 99")
                @JsonPropertyDescription(
                        "Slaves. Left out, it is set once to initialReplicas and belongs to whoever scales the cluster.")
                Integer replicas,
        @Default("3")
                @ValidationRule(value = "self >= 1 && self <= 99", message = "initialReplicas must be from 1 to 99")
                @JsonPropertyDescription("Slaves at first where replicas is left to an autoscaler.")
                Integer initialReplicas,
        @Default("2")
                @ValidationRule(value = "self >= 1 && self <= 9", message = "masters must be from 1 to 9")
                @JsonPropertyDescription("Master candidates, of which one is active.")
                Integer masters,
        @Default("256")
                @ValidationRule(
                        value = "self in [16, 32, 64, 128, 256, 512, 1024, 2048, 4096]",
                        message = "keyRanges must be a power of two from 16 to 4096")
                @ValidationRule(
                        value = "self == oldSelf",
                        message = "keyRanges cannot be changed: the slots are cut once, at the first boot")
                @JsonPropertyDescription("Into how many key ranges the slots are cut.")
                Integer keyRanges,
        @Default("1")
                @ValidationRule(value = "self >= 0 && self <= 2", message = "buddies must be 0, 1 or 2")
                @JsonPropertyDescription("Synchronous copies of each key range besides its primary.")
                Integer buddies,
        @Default("spread")
                @JsonPropertyDescription(
                        "Where copies lie: spread over all other slaves, or on the successor in the ring.")
                Placement placement,
        @Default("{}") @JsonPropertyDescription("How key ranges are moved.") RebalanceResource rebalance,
        @Default("300") @Min(50) @Max(60_000) @JsonPropertyDescription("How long a copy's promise holds.")
                Integer leaseMillis,
        @Default("30")
                @Min(5)
                @Max(10_000)
                @JsonPropertyDescription("The longest silence on a link between two slaves.")
                Integer heartbeatMillis,
        @Default("120")
                @Min(10)
                @Max(60_000)
                @JsonPropertyDescription("Silence after which the other end of a link is reported to the master.")
                Integer suspicionMillis,
        @Default("80")
                @Min(5)
                @Max(60_000)
                @JsonPropertyDescription("How long the master waits for a suspect's answer.")
                Integer checkMillis,
        @Default("200")
                @Min(10)
                @Max(600_000)
                @JsonPropertyDescription("How long an event loop may stand still before the process counts as failed.")
                Integer stallMillis,
        @Default("10")
                @Min(0)
                @Max(86_400)
                @JsonPropertyDescription("How long a range may be short of copies before another slave gets one.")
                Integer recopySeconds,
        @Default("30")
                @Min(0)
                @Max(3_600)
                @JsonPropertyDescription("How long the first boot waits for slaves that are missing.")
                Integer safeBootSeconds,
        @Default("60")
                @Min(1)
                @Max(86_400)
                @JsonPropertyDescription("How long the only copy serves without reaching ZooKeeper or a master.")
                Integer soleServeSeconds,
        @Default("60")
                @Min(10)
                @Max(86_400)
                @JsonPropertyDescription(
                        "How long a pod's machine must have been NotReady before the pod is force-deleted.")
                Integer podEvictionSeconds,
        @Size(max = 20)
                @ValidationRule(
                        value = "self.matches('^[0-9]{1,15}(Ki|Mi|Gi|k|M|G)?$')"
                                + " && quantity(self).compareTo(quantity('16Mi')) >= 0",
                        message = "memory must be a whole number with Ki, Mi, Gi, k, M, G or nothing, 16Mi at least,"
                                + " such as 512Mi")
                @JsonPropertyDescription(
                        "Each slave's budget for keys and values. Left out, it follows from resources.limits.memory;"
                                + " without either it is 512Mi.")
                String memory,
        @JsonPropertyDescription("Of each slave's container. The memory limit decides the budget for keys and values.")
                ResourceRequirements resources,
        @Default("{}")
                @JsonPropertyDescription("Which ZooKeeper the cluster uses: one that exists, or a managed ensemble.")
                ZooKeeperResource zookeeper,
        @JsonPropertyDescription(
                        "Volumes for the slaves' logs and snapshots; without it the cluster is in memory only.")
                StorageResource storage,
        @ValidationRule(
                        value = "self.size() > 0",
                        message = "image must not be empty; leave it out for the operator's own")
                @JsonPropertyDescription(
                        "The node's image. Left out, it is the one of the operator that first saw the cluster.")
                String image,
        @JsonPropertyDescription("When the image is pulled; Kubernetes' own default when left out.")
                PullPolicy imagePullPolicy,
        @JsonPropertyDescription("Secrets for the image's registry.") List<LocalObjectReference> imagePullSecrets,
        @JsonPropertyDescription("Labels of the machines that all pods may run on.") Map<String, String> nodeSelector,
        @JsonPropertyDescription("Taints that all pods bear.") List<Toleration> tolerations,
        @JsonPropertyDescription("Affinity of all pods.") Affinity affinity,
        @JsonPropertyDescription(
                        "How slaves spread; left out, over zones and hosts as far as possible. A constraint without"
                                + " labelSelector is about the slaves.")
                List<TopologySpreadConstraint> topologySpreadConstraints,
        @JsonPropertyDescription("Priority class of all pods.") String priorityClassName,
        @Size(max = 50)
                @ValidationRule(
                        value = "self.all(k, !k.startsWith('buddykv.io/') && !k.startsWith('app.kubernetes.io/'))",
                        message = "podLabels must not begin with buddykv.io/ or app.kubernetes.io/: those are the"
                                + " operator's")
                @JsonPropertyDescription("Further labels of all pods.")
                Map<String, String> podLabels,
        @JsonPropertyDescription("Annotations of all pods.") Map<String, String> podAnnotations,
        @Default("{}") @JsonPropertyDescription("The service that clients use.") ServiceResource service,
        @JsonPropertyDescription("The cluster's credentials; left out, they are made once.") AuthResource auth,
        @Size(max = 50)
                @ValidationRule(
                        value = "self.all(o, o.startsWith('-'))",
                        message = "each of jvmOptions must begin with '-', such as -XX:+UseZGC")
                @JsonPropertyDescription("Further options of the slaves' JVMs; they win over the operator's.")
                List<String> jvmOptions,
        @Default("false")
                @JsonPropertyDescription(
                        "The operator changes nothing of this cluster while true; it goes on reporting.")
                Boolean paused) {

    /** What a resource that says nothing of memory gives each slave for keys and values. */
    public static final MemoryAmount DEFAULT_MEMORY = io.buddykv.crds.KvClusterSpec.DEFAULT_MEMORY;

    /** Slaves wanted. */
    public int slaves() {
        return replicas != null ? replicas : initialReplicas;
    }

    public ClusterShape shape() {
        return new ClusterShape(slaves(), keyRanges, buddies, placement, rebalance.spec());
    }

    public Timings timings() {
        return new Timings(
                leaseMillis,
                heartbeatMillis,
                suspicionMillis,
                checkMillis,
                stallMillis,
                recopySeconds,
                safeBootSeconds,
                soleServeSeconds);
    }

    /**
     * What the schema and its rules hold as well, for resources that were stored under another version of them.
     *
     * @throws io.buddykv.crds.InvalidClusterException when nothing can be made of the resource
     */
    public ClusterResourceSpec validated() {
        shape();
        timings();
        return this;
    }
}
