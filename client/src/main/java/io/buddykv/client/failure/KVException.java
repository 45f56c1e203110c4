package io.buddykv.client.failure;

/** A call that did not succeed. What can be repeated has been repeated before, until the call's deadline. */
public abstract sealed class KVException extends RuntimeException
        permits CallTimeoutException,
                RangeDownException,
                NotPermittedException,
                WrongTypeException,
                TooLargeException,
                TooManyCallsException,
                RefusedException,
                ClientClosedException {
    private static final long serialVersionUID = 1L;

    KVException(String message) {
        super(message);
    }
}
