package io.buddykv.node.local;

/** There is no cluster that a command could be about. */
final class NothingRunsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NothingRunsException(KvHome home) {
        super("no cluster runs from " + home.directory() + "; './kv up' starts one");
    }
}
