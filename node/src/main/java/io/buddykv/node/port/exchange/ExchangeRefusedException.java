package io.buddykv.node.port.exchange;

/** Another node answered, but not with success. */
public final class ExchangeRefusedException extends RuntimeException {
    private final int status;

    ExchangeRefusedException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
