package io.buddykv.node.local;

import java.util.Optional;

/** Where a client port is. */
record HostPort(String host, int port) {
    /**
     * Reads the address in a redirection, {@code MOVED 3999 127.0.0.1:6381}; an empty host means the one that said so.
     */
    static Optional<HostPort> ofRedirection(String error, String sayer) {
        String[] words = error.split(" ");
        if (words.length != 3 || !words[0].equals("MOVED") && !words[0].equals("ASK")) {
            return Optional.empty();
        }
        int colon = words[2].lastIndexOf(':');
        try {
            String host = words[2].substring(0, colon);
            return Optional.of(
                    new HostPort(host.isEmpty() ? sayer : host, Integer.parseInt(words[2].substring(colon + 1))));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
