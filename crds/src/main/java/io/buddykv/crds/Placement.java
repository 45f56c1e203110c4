package io.buddykv.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the copies of a slave's key ranges lie. */
public enum Placement {
    /** Over all other slaves, so that a dead slave's load goes to all of them. */
    @JsonProperty("spread")
    SPREAD,
    /** On the successor in the ring of internal numbers. */
    @JsonProperty("ring")
    RING
}
