package io.buddykv.client;

/**
 * What a client has done so far.
 *
 * @param underWay calls that have not ended
 * @param waiting those of them that have nowhere to go at present
 * @param repetitions how often calls were sent again
 * @param maps how many cluster maps it has taken
 * @param mapVersion of the newest map; 0 before the first
 */
public record ClientFigures(int underWay, int waiting, long repetitions, int maps, long mapVersion) {}
