package io.buddykv.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** When what slaves write down is forced to their disks. */
public enum FsyncPolicy {
    /** Before anybody is told that it is done: it survives the loss of power. */
    @JsonProperty("always")
    ALWAYS,
    /** Within a second. */
    @JsonProperty("everysec")
    EVERYSEC,
    /** When the operating system likes: it survives the end of processes only. */
    @JsonProperty("never")
    NEVER;

    /** As files and options have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
