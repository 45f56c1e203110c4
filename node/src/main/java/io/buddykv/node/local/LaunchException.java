package io.buddykv.node.local;

/** The launcher cannot do what it was asked; the message is for the person at the terminal. */
final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LaunchException(String message) {
        super(message);
    }

    LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
