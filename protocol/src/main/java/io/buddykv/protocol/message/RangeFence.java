package io.buddykv.protocol.message;

/**
 * From now on the copy acknowledges no record of the range whose epoch is lower.
 *
 * @param epoch the epoch that the master is about to begin
 */
public record RangeFence(int range, long epoch) {}
