package io.buddykv.protocol.resp;

/**
 * A command that cannot be carried out: the message is the whole text of the error reply, its code first. Thrown on hot
 * paths, so it carries no stack trace, and one instance may be thrown many times.
 */
public final class CommandException extends RuntimeException {
    public CommandException(String error) {
        super(error, null, false, false);
    }
}
