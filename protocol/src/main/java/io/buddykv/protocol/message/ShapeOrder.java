package io.buddykv.protocol.message;

import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.placement.PlacementPolicy;

/**
 * How copies are to lie, and how they are moved.
 *
 * @param buddies copies of each range besides its primary
 */
public record ShapeOrder(int buddies, PlacementPolicy placement, Rebalancing rebalancing) {}
