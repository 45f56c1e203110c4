package io.buddykv.protocol.message;

/** A message that cannot be read; the text says which part of it is wrong. */
public final class MessageException extends RuntimeException {
    public MessageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
