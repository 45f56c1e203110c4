package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.buddykv.crds.FsyncPolicy;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A volume for each slave. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.storageClassName) == has(oldSelf.storageClassName) && (!has(self.storageClassName)"
                + " || self.storageClassName == oldSelf.storageClassName)",
        message = "storage.storageClassName cannot be changed: volumes stay where they are")
public record StorageResource(
        @Required
                @Size(max = 20)
                @ValidationRule(
                        value = "self.matches('^[0-9]{1,15}(Ki|Mi|Gi|Ti|k|M|G|T)?$')",
                        message = "storage.size must be a whole number with Ki, Mi, Gi, Ti, k, M, G or T, such as 10Gi")
                @ValidationRule(
                        value = "quantity(self).compareTo(quantity(oldSelf)) >= 0",
                        message = "storage.size can only grow")
                @JsonPropertyDescription("Size of each slave's volume.")
                String size,
        @JsonPropertyDescription("Storage class; the default one when left out.") @Size(max = 253)
                String storageClassName,
        @Default("Retain")
                @JsonPropertyDescription("What becomes of the volumes when the cluster is deleted: Retain or Delete.")
                Reclaim reclaim,
        @Default("everysec") @JsonPropertyDescription("When the log is forced to the disk: always, everysec or never.")
                FsyncPolicy fsync) {

    /** What becomes of the volumes when the cluster is deleted. */
    public enum Reclaim {
        @JsonProperty("Retain")
        RETAIN,
        @JsonProperty("Delete")
        DELETE
    }
}
