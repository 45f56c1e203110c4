package io.buddykv.node.command;

/**
 * What a node's keys take at one moment.
 *
 * @param memoryBytes taken by tables of keys, as primary and as copy
 * @param memoryLimitBytes what they may take
 * @param keys in the ranges that this node serves
 * @param volatileKeys those of them that have an expiry
 */
public record NodeUsage(long memoryBytes, long memoryLimitBytes, long keys, long volatileKeys) {
    /** Of a node that keeps no keys. */
    public static final NodeUsage NONE = new NodeUsage(0, 0, 0, 0);
}
