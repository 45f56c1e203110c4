package io.buddykv.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** The resource {@code KVCluster} of {@code buddykv.io/v1}: one whole cluster. A {@code status} is read over. */
@JsonIgnoreProperties("status")
public record KvCluster(String apiVersion, String kind, ClusterMetadata metadata, KvClusterSpec spec) {
    public static final String API_VERSION = "buddykv.io/v1";
    public static final String KIND = "KVCluster";

    public KvCluster {
        must("apiVersion", apiVersion, API_VERSION);
        must("kind", kind, KIND);
        metadata = metadata == null ? new ClusterMetadata(null, null) : metadata;
        spec = spec == null ? KvClusterSpec.defaults() : spec;
    }

    public KvCluster withSpec(KvClusterSpec newSpec) {
        return new KvCluster(apiVersion, kind, metadata, newSpec);
    }

    private static void must(String field, String value, String expected) {
        if (!expected.equals(value)) {
            throw new InvalidClusterException(field, value == null ? "(missing)" : value, "must be " + expected);
        }
    }
}
