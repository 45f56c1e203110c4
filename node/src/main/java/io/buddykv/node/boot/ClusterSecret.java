package io.buddykv.node.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The credentials without which no node accepts anything from another. Never printed; comparison takes the same time
 * wherever the first difference is.
 */
public final class ClusterSecret {
    /** Fewer characters are refused, as a secret that can be guessed. */
    public static final int LEAST_CHARACTERS = 16;

    private final byte[] secret;

    private ClusterSecret(String text) {
        this.secret = text.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws InvalidSettingException when the text is too short to be a secret */
    public static ClusterSecret of(String text) {
        String stripped = text.strip();
        if (stripped.length() < LEAST_CHARACTERS) {
            throw new InvalidSettingException(
                    "--secret-file",
                    "a secret of " + stripped.length() + " characters",
                    "is too short: " + LEAST_CHARACTERS + " at least");
        }
        return new ClusterSecret(stripped);
    }

    /** Reads the secret from the only text of {@code file}. */
    public static ClusterSecret read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidSettingException("--secret-file", file, "cannot be read: " + e);
        }
    }

    /** Whether {@code presented} is this secret; null never is. */
    public boolean matches(String presented) {
        return presented != null && MessageDigest.isEqual(secret, presented.getBytes(StandardCharsets.UTF_8));
    }

    /** What a node sends to prove that it belongs to the cluster. */
    public String reveal() {
        return new String(secret, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "ClusterSecret(hidden)";
    }
}
