package io.buddykv.node.replication;

/** The peer sent something that is no frame of the replication stream; the link is closed. */
public final class MalformedFrameException extends RuntimeException {
    MalformedFrameException(String message) {
        super(message);
    }
}
