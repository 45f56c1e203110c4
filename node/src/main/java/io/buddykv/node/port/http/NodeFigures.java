package io.buddykv.node.port.http;

/**
 * What one node tells of itself.
 *
 * @param keys in the ranges it is primary of
 * @param commands since its start
 * @param opsPerSecond commands per second, over about the last second
 * @param damagedRanges taken out of its copy at its start because what its disk held of them was damaged
 */
public record NodeFigures(String label, long keys, long commands, double opsPerSecond, long damagedRanges) {}
