package io.buddykv.node.membership;

import io.buddykv.topology.ClusterMap;

/**
 * The cluster map as the membership service holds it.
 *
 * @param map null when there is none yet
 * @param storeVersion the service's own version of the stored document, for compare-and-set; -1 when there is none
 */
public record StoredMap(ClusterMap map, int storeVersion) {}
