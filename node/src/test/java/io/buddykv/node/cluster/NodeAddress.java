package io.buddykv.node.cluster;

/** Where a client port is. */
record NodeAddress(String host, int port) {
    /** The address in {@code MOVED 3999 127.0.0.1:6381}. */
    static NodeAddress ofMoved(String error) {
        String address = error.substring(error.lastIndexOf(' ') + 1);
        int colon = address.lastIndexOf(':');
        return new NodeAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
