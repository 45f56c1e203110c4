package io.buddykv.node.membership;

/**
 * Where a master can be reached.
 *
 * @param id the master's own number, 1 and up; an ordinal, not an internal number of a slave
 */
public record MasterAddress(int id, String host, int slavePort, int clientPort, int httpPort) {}
