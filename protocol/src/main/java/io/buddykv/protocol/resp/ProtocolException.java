package io.buddykv.protocol.resp;

/**
 * Bytes that are not the protocol, or exceed its limits. Nothing that follows on the connection can be understood: the
 * message is the text of the error reply to send before the connection is closed.
 */
public final class ProtocolException extends RuntimeException {
    public ProtocolException(String reason) {
        super("ERR Protocol error: " + reason, null, false, false);
    }
}
