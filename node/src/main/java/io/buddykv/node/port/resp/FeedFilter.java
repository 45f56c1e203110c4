package io.buddykv.node.port.resp;

import io.buddykv.node.command.OnceRequest;
import java.util.Arrays;

/** Which keys somebody watches: one, or all that begin with some octets. */
record FeedFilter(byte[] octets, boolean isPrefix) {
    boolean matches(byte[] key, int offset, int length) {
        boolean fits = isPrefix ? length >= octets.length : length == octets.length;
        return fits
                && Arrays.equals(octets, 0, octets.length, key, offset, offset + octets.length)
                && !OnceRequest.isKept(key, offset, length);
    }
}
