package io.buddykv.topology;

/** Where a slave can be reached: its host name or address and the ports that were really bound. */
public record Endpoints(String host, int clientPort, int masterPort, int replicationPort, int httpPort) {}
