package io.buddykv.topology.placement;

/** Which of the slaves that are equally far away becomes a range's buddy. */
public enum PlacementPolicy {
    /** A slave's ranges have their buddies on all the others in turn, so that all of them share a dead slave's load. */
    SPREAD,
    /** A slave's ranges have their buddy on its successor in the ring of internal numbers. */
    RING
}
