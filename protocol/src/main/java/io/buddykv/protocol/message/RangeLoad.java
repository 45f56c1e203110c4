package io.buddykv.protocol.message;

/**
 * What a range costs the slave that is its primary.
 *
 * @param bytes what its keys and values take, with what that costs around them
 * @param operations commands executed on it by this process: a count that only rises
 */
public record RangeLoad(int range, long keys, long bytes, long operations) {}
