package io.buddykv.node.membership;

import io.buddykv.topology.Endpoints;

/**
 * What a slave's ephemeral says.
 *
 * @param path the ephemeral's path, unique for each one made
 * @param number the internal number, or -1 while the slave has none yet
 * @param protocol that the slave speaks with other nodes
 */
public record Announcement(String path, int number, long incarnation, Endpoints endpoints, int protocol) {}
