package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Which ZooKeeper the cluster uses: one that exists ({@code connectString}), or a managed ensemble. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.connectString) || (!has(self.replicas) && !has(self.storage))",
        message = "zookeeper.replicas and zookeeper.storage are of no use beside connectString: give one or the other")
@ValidationRule(
        value = "has(self.connectString) == has(oldSelf.connectString)",
        message = "zookeeper cannot change between managed and connectString: the cluster map lives there")
public record ZooKeeperResource(
        @Size(max = 1000)
                @ValidationRule(
                        value = "self.matches('^[^\\\\s,/]+:[0-9]+(,[^\\\\s,/]+:[0-9]+)*(/\\\\S*)?$')",
                        message = "zookeeper.connectString must be host:port[,host:port...][/path]")
                @JsonPropertyDescription("An existing ZooKeeper: host:port[,host:port...][/path].")
                String connectString,
        @ValidationRule(value = "self in [1, 3, 5]", message = "zookeeper.replicas must be 1, 3 or 5")
                @ValidationRule(
                        value = "self == oldSelf",
                        message = "zookeeper.replicas cannot be changed: the ensemble's members know each other by it")
                @JsonPropertyDescription("Servers of the managed ensemble; 3 when left out.")
                Integer replicas,
        @JsonPropertyDescription("Volumes of the managed ensemble; 1Gi of the default class when left out.")
                VolumeResource storage) {

    private static final int DEFAULT_SERVERS = 3;

    /** Whether the ensemble belongs to the cluster. */
    @JsonIgnore
    public boolean isManaged() {
        return connectString == null;
    }

    /** Servers of the managed ensemble. */
    public int servers() {
        return replicas == null ? DEFAULT_SERVERS : replicas;
    }
}
