package io.buddykv.node.port.slave;

/** The resources of the slave port. */
final class SlavePortPaths {
    static final String REGISTRATIONS = "/v1/registrations";
    static final String SUSPICIONS = "/v1/suspicions";
    static final String COPIES = "/v1/copies";
    static final String RELEASES = "/v1/releases";
    static final String LEAVINGS = "/v1/leavings";
    static final String SIZE = "/v1/cluster/size";
    static final String SHAPE = "/v1/cluster/shape";
    static final String PROMOTION = "/v1/cluster/promotion";
    static final String DRAIN = "/v1/cluster/slaves/{n}/drain";
    static final String UNDRAIN = "/v1/cluster/slaves/{n}/undrain";

    private SlavePortPaths() {}
}
