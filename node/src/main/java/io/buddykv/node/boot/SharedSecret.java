package io.buddykv.node.boot;

import io.buddykv.node.replication.LinkCredentials;
import io.buddykv.protocol.message.Credentials;

/** The cluster's credentials as the replication links use them. */
record SharedSecret(Credentials credentials) implements LinkCredentials {
    @Override
    public byte[] nonce() {
        return Credentials.newNonce();
    }

    @Override
    public byte[] proof(byte[] nonce, String identity) {
        return credentials.proof(nonce, identity);
    }
}
