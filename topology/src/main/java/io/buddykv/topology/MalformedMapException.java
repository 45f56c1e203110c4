package io.buddykv.topology;

/** The octets are no cluster map that this version reads: damaged, cut short, or not written by us. */
public final class MalformedMapException extends RuntimeException {
    public MalformedMapException(String reason) {
        super("not a readable cluster map: " + reason);
    }
}
