package io.buddykv.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the slaves are to have the same of. */
public enum RebalanceBy {
    /** Key ranges. */
    @JsonProperty("count")
    COUNT,
    /** Operations and bytes, within a tenth of the average. */
    @JsonProperty("load")
    LOAD
}
