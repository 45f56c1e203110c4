package io.buddykv.node.port.slave;

/** The resources of the slave port. */
final class SlavePortPaths {
    static final String REGISTRATIONS = "/v1/registrations";
    static final String SUSPICIONS = "/v1/suspicions";
    static final String COPIES = "/v1/copies";
    static final String RELEASES = "/v1/releases";
    static final String LEAVINGS = "/v1/leavings";

    private SlavePortPaths() {}
}
