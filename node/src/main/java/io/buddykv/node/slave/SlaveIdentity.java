package io.buddykv.node.slave;

import io.buddykv.topology.Endpoints;

/**
 * Who a slave is before the master has named it.
 *
 * @param requestedNumber the internal number it asks for; null for any
 * @param incarnation new with each process, never 0
 * @param dataId lives with the data directory; equal to the incarnation while there is no storage
 * @param endpoints the ports that were really bound
 * @param zone failure domain; empty when there is only one
 * @param host the machine it runs on
 */
public record SlaveIdentity(
        Integer requestedNumber, long incarnation, long dataId, Endpoints endpoints, String zone, String host) {}
