package io.buddykv.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.regex.Pattern;

/** What the cluster needs of Kubernetes' object metadata; the rest (labels, annotations ...) is Kubernetes' own. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClusterMetadata(String name, String namespace) {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?");

    public ClusterMetadata {
        if (name == null || !DNS_LABEL.matcher(name).matches()) {
            throw new InvalidClusterException(
                    "metadata.name",
                    name == null ? "(missing)" : "'" + name + "'",
                    "must be lower-case letters, digits and '-', 1 to 40 of them");
        }
    }
}
