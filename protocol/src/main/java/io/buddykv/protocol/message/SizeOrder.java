package io.buddykv.protocol.message;

/** How many slaves are to hold ranges. */
public record SizeOrder(int slaves) {}
