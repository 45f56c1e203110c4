package io.buddykv.node.replication;

/**
 * How far somebody has been told of a range's changes: the same on every slave, so that the next primary goes on from it.
 *
 * @param tenure the epoch in which the primary took over that wrote the last record told
 * @param sequence of that record
 */
public record FeedPosition(long tenure, long sequence) {}
