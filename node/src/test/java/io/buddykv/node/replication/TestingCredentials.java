package io.buddykv.node.replication;

import java.nio.charset.StandardCharsets;

/** Both ends know the secret: an identity proves itself. */
public final class TestingCredentials implements LinkCredentials {
    @Override
    public byte[] nonce() {
        return new byte[] {1};
    }

    @Override
    public byte[] proof(byte[] nonce, String identity) {
        return identity.getBytes(StandardCharsets.UTF_8);
    }
}
