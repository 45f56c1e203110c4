package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A volume for each server of ZooKeeper. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.storageClassName) == has(oldSelf.storageClassName) && (!has(self.storageClassName)"
                + " || self.storageClassName == oldSelf.storageClassName)",
        message = "zookeeper.storage.storageClassName cannot be changed: volumes stay where they are")
public record VolumeResource(
        @Default("1Gi")
                @Size(max = 20)
                @ValidationRule(
                        value = "self.matches('^[0-9]{1,15}(Ki|Mi|Gi|Ti|k|M|G|T)?$')",
                        message = "zookeeper.storage.size must be a whole number with Ki, Mi, Gi, Ti, k, M, G or T")
                @ValidationRule(
                        value = "quantity(self).compareTo(quantity(oldSelf)) >= 0",
                        message = "zookeeper.storage.size can only grow")
                @JsonPropertyDescription("Size of each volume.")
                String size,
        @JsonPropertyDescription("Storage class; the default one when left out.") @Size(max = 253)
                String storageClassName) {}
