package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** What has been seen of a cluster; the operator alone writes it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterResourceStatus(
        @JsonPropertyDescription("The generation of the resource that the rest is about.") Long observedGeneration,
        @StatusReplicas @JsonPropertyDescription("Pods of slaves that there are.") Integer replicas,
        @LabelSelector @JsonPropertyDescription("What the pods of slaves are selected by.") String selector,
        @JsonPropertyDescription("Slaves that are ready, of those wanted, as in 3/3.") String slavesReady,
        @JsonPropertyDescription("The cluster's id, given at its first boot.") String clusterId,
        @JsonPropertyDescription("The image that pods are made from when spec.image says nothing.") String image,
        @JsonPropertyDescription("The version that runs: the image's tag.") String version,
        @JsonPropertyDescription("The active master's pod.") String master,
        @JsonPropertyDescription("Key ranges by state.") Ranges ranges,
        @JsonPropertyDescription("Moves of key ranges that are planned or under way.") Moves moves,
        @JsonPropertyDescription("The slaves, by internal number.") List<Slave> slaves,
        @JsonPropertyDescription("Ready, Redundant, Progressing, Degraded, DataLost.") List<Condition> conditions) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ranges(Integer total, Integer down, Integer redirected, Integer underReplicated, Integer moving) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Moves(Integer planned, Integer made, Integer left, Integer underWay) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Slave(
            Integer number,
            String pod,
            String zone,
            Boolean up,
            Boolean draining,
            Integer homes,
            Integer primaries,
            Integer copies) {}
}
