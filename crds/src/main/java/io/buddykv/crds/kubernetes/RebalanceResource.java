package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.buddykv.crds.MemoryAmount;
import io.buddykv.crds.RebalanceBy;
import io.buddykv.crds.RebalanceSpec;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How key ranges are moved. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RebalanceResource(
        @Default("count") @JsonPropertyDescription("What slaves are to have the same of: key ranges, or load.")
                RebalanceBy by,
        @Default("32")
                @ValidationRule(
                        value = "self >= 1 && self <= 4096",
                        message = "rebalance.maxParallelMoves must be from 1 to 4096")
                @JsonPropertyDescription("Copies that are filled, and ranges that are handed over, at the same time.")
                Integer maxParallelMoves,
        @Size(max = 20)
                @ValidationRule(
                        value = "self.matches('^[0-9]{1,15}(Ki|Mi|Gi|k|M|G)?$')"
                                + " && quantity(self).compareTo(quantity('64Ki')) >= 0",
                        message = "rebalance.maxBytesPerSecond must be a whole number with Ki, Mi, Gi, k, M, G or"
                                + " nothing, 64Ki at least")
                @JsonPropertyDescription("What one slave sends at most while it fills copies; no bound when left out.")
                String maxBytesPerSecond) {

    /** As the node has it. */
    public RebalanceSpec spec() {
        return new RebalanceSpec(
                by, maxParallelMoves, maxBytesPerSecond == null ? null : MemoryAmount.parse(maxBytesPerSecond));
    }
}
