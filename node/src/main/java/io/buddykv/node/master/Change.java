package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;

/**
 * What one wish makes of a map: a function of its arguments. It may be asked more than once, when a write has to be
 * repeated on top of another map; the last time counts. It returns the map it was given when there is nothing to do.
 */
@FunctionalInterface
interface Change {
    ClusterMap of(ClusterMap map, long term);
}
