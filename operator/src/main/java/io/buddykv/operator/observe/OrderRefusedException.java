package io.buddykv.operator.observe;

/** The master did not take an order: its reason is the message. */
public final class OrderRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OrderRefusedException(String reason) {
        super(reason);
    }

    OrderRefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
