package io.buddykv.topology;

/**
 * The newest map in its encoded form: many ask for the same map at the same time, and it is encoded once for all of them.
 * Safe for any thread.
 */
public final class MapEncoding {
    private volatile Encoded newest = new Encoded(null, null);

    private record Encoded(ClusterMap map, byte[] octets) {}

    /** @return shared octets, not to be changed */
    public byte[] of(ClusterMap map) {
        Encoded known = newest;
        if (known.map() != map) {
            known = new Encoded(map, ClusterMapCodec.encode(map));
            newest = known;
        }
        return known.octets();
    }
}
