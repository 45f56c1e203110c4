package io.buddykv.client.failure;

/** The cluster understood the call and refused it for a reason that has no exception of its own. Nothing happened. */
public final class RefusedException extends KVException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param message the server's words, which begin with the code */
    public RefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The first word of the refusal: {@code ERR}, {@code OOM}, {@code MISCONF} … */
    public String code() {
        return code;
    }
}
