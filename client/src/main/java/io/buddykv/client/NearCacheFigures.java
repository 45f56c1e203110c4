package io.buddykv.client;

/**
 * What a near cache has done so far.
 *
 * @param hits reads that were answered from memory
 * @param misses reads that went to the cluster
 * @param dropped values that were dropped because their key may have changed
 * @param entries values that are kept at present, or that keys are not there
 */
public record NearCacheFigures(long hits, long misses, long dropped, long entries) {}
