package io.buddykv.client.connection;

import io.buddykv.protocol.resp.Reply;

/**
 * What a node says of itself on a new connection.
 *
 * @param clusterId empty where the node knows no map yet
 * @param slave its internal number; 0 for a master
 * @param term of the newest map it knows
 * @param version of the newest map it knows
 */
public record Welcome(String clusterId, int slave, long term, long version) {
    /** Null where this is no welcome. */
    static Welcome of(Reply reply) {
        if (reply instanceof Reply.Pairs pairs
                && pairs.get("cluster") instanceof Reply.Bulk cluster
                && pairs.get("slave") instanceof Reply.Whole slave
                && pairs.get("term") instanceof Reply.Whole term
                && pairs.get("version") instanceof Reply.Whole version) {
            return new Welcome(cluster.text(), (int) slave.value(), term.value(), version.value());
        }
        return null;
    }
}
