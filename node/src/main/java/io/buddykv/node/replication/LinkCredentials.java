package io.buddykv.node.replication;

/** Proves and checks that both ends of a link know the cluster's shared secret, without sending it. */
public interface LinkCredentials {
    /** A fresh, unpredictable nonce. */
    byte[] nonce();

    /** The proof for {@code identity} against the other end's {@code nonce}. */
    byte[] proof(byte[] nonce, String identity);

    /** Whether {@code proof} is the right one; takes the same time for every wrong one. */
    default boolean accepts(byte[] proof, byte[] nonce, String identity) {
        return java.security.MessageDigest.isEqual(proof, proof(nonce, identity));
    }
}
