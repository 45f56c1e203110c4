package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;

/** What came of a wish to change the map. */
public sealed interface MapChange {
    /** The map as it should be written. */
    record Made(ClusterMap map) implements MapChange {}

    /** The map stays as it is. */
    record Refused(Refusal reason) implements MapChange {}

    default boolean isMade() {
        return this instanceof Made;
    }

    /** The new map, or {@code unchanged} where the change was refused. */
    default ClusterMap orElse(ClusterMap unchanged) {
        return this instanceof Made made ? made.map() : unchanged;
    }

    /** The new map; for changes that cannot be refused where they are asked for. */
    default ClusterMap orElseThrow() {
        if (this instanceof Refused refused) {
            throw new IllegalStateException(refused.reason().text());
        }
        return ((Made) this).map();
    }
}
