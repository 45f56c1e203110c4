package io.buddykv.protocol.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.buddykv.topology.Endpoints;

/**
 * A slave asks the active master for its place in the cluster.
 *
 * @param requestedNumber the internal number it wants, as a StatefulSet's ordinal; null for any
 * @param incarnation new with each process
 * @param dataId lives with the data directory, new when that is empty
 * @param endpoints where it can be reached: the ports that were really bound
 * @param zone where it runs; empty where nobody knows
 * @param host the machine it runs on
 * @param ephemeralPath the znode that stands for its life
 * @param clusterId the cluster that its data directory belongs to; null where that is empty
 */
public record Registration(
        @JsonProperty(required = false) @JsonSetter(nulls = Nulls.SET) Integer requestedNumber,
        long incarnation,
        long dataId,
        Endpoints endpoints,
        String zone,
        String host,
        String ephemeralPath,
        @JsonProperty(required = false) @JsonSetter(nulls = Nulls.SET) String clusterId) {}
