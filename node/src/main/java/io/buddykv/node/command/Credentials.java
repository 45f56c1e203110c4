package io.buddykv.node.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The password that clients need, if any. There is one user: {@code default}. Safe for any thread. */
public final class Credentials {
    private static final String USER = "default";

    private volatile byte[] password;

    /** @param password null or empty: none is needed */
    public Credentials(String password) {
        password(password);
    }

    public boolean isPasswordNeeded() {
        return password != null;
    }

    /** From now on; connections that are authenticated remain so. */
    public void password(String newPassword) {
        password = newPassword == null || newPassword.isEmpty() ? null : newPassword.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in a time that does not tell how much of the password was right. */
    public boolean accept(byte[] user, byte[] offered) {
        byte[] expected = password;
        boolean known = MessageDigest.isEqual(user, USER.getBytes(StandardCharsets.US_ASCII));
        return known && (expected == null || MessageDigest.isEqual(expected, offered));
    }
}
