package io.buddykv.protocol.message;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that a cluster's nodes share. On the master and slave ports each request carries it in a header. On the
 * replication port it is never sent: both ends challenge the other with a nonce and get an HMAC-SHA256 over the nonce and
 * over who answers whom, so that an answer serves neither for another nonce, nor for another node, nor in the other
 * direction.
 *
 * <p>What this does not give: secrecy, or integrity of what follows the handshake. That is for the network or for TLS.
 */
public final class Credentials {
    /** The header of each request to a master or slave port. */
    public static final String HEADER = "X-BuddyKV-Credentials";

    public static final int NONCE_LENGTH = 32;
    public static final int PROOF_LENGTH = 32;

    /** A shorter secret could be guessed from one recorded handshake. */
    public static final int MIN_SECRET_LENGTH = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    /** @param secret as it stands in the cluster's Secret, white space around it left out */
    public Credentials(String secret) {
        this.secret = secret.strip().getBytes(StandardCharsets.UTF_8);
        if (this.secret.length < MIN_SECRET_LENGTH) {
            throw new IllegalArgumentException("the cluster's credentials must have at least " + MIN_SECRET_LENGTH
                    + " octets, not " + this.secret.length);
        }
    }

    /** A secret for a new cluster. */
    public static String newSecret() {
        return HexFormat.of().formatHex(random(32));
    }

    /** A challenge: never the same twice. */
    public static byte[] newNonce() {
        return random(NONCE_LENGTH);
    }

    /** What a request carries in {@link #HEADER}. */
    public String headerValue() {
        return new String(secret, StandardCharsets.UTF_8);
    }

    /** Whether a request that carried this (null: nothing) in {@link #HEADER} comes from one of the cluster. */
    public boolean accepts(String headerValue) {
        return headerValue != null && same(secret, headerValue.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a challenge, by the one that {@code identity} names. */
    public byte[] proof(byte[] nonce, String identity) {
        return proof(secret, nonce, identity);
    }

    public boolean isProof(byte[] proof, byte[] nonce, String identity) {
        return same(proof(nonce, identity), proof);
    }

    /**
     * The answer to a challenge.
     *
     * @param nonce of {@value #NONCE_LENGTH} octets, so that no other split of nonce and identity gives the same
     * @param identity who answers whom, in the same words on both sides
     */
    public static byte[] proof(byte[] secret, byte[] nonce, String identity) {
        if (nonce.length != NONCE_LENGTH) {
            throw new IllegalArgumentException("a nonce has " + NONCE_LENGTH + " octets, not " + nonce.length);
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(nonce);
            return mac.doFinal(identity.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Compares in a time that does not tell where the difference is. */
    public static boolean same(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "Credentials";
    }

    private static byte[] random(int octets) {
        byte[] bytes = new byte[octets];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
