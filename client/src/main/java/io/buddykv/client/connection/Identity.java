package io.buddykv.client.connection;

import java.security.SecureRandom;

/**
 * Who the client is on every connection, and how it makes sure of who the node is.
 *
 * @param owner of the answers that the cluster keeps for this client
 * @param password null for none
 * @param tls null for connections that are not encrypted
 */
public record Identity(byte[] owner, String password, TlsEngines tls) {
    private static final int OWNER_BYTES = 12;

    /** A client that has never been there. */
    public static Identity fresh(String password, TlsEngines tls) {
        byte[] owner = new byte[OWNER_BYTES];
        new SecureRandom().nextBytes(owner);
        return new Identity(owner, password, tls);
    }
}
