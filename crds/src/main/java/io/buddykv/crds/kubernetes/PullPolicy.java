package io.buddykv.crds.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When an image is pulled, in Kubernetes' words. */
public enum PullPolicy {
    @JsonProperty("Always")
    ALWAYS("Always"),
    @JsonProperty("IfNotPresent")
    IF_NOT_PRESENT("IfNotPresent"),
    @JsonProperty("Never")
    NEVER("Never");

    private final String label;

    PullPolicy(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
