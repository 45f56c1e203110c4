package io.buddykv.protocol.message;

/**
 * How far one copy of one range is.
 *
 * @param primarySince the epoch of the primary whose record was the last
 * @param sequence that record's
 * @param complete whether the copy once held everything up to some point, and all records since
 */
public record RangePosition(int range, long primarySince, long sequence, boolean complete) {}
