package io.buddykv.node.port.master;

/** The resources of the master port. */
final class MasterPortPaths {
    static final String CHECK = "/v1/check";
    static final String MAP = "/v1/map";
    static final String LOAD = "/v1/load";
    static final String END = "/v1/end";

    private MasterPortPaths() {}
}
