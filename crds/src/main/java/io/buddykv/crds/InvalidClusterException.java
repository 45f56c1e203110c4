package io.buddykv.crds;

/** A {@code KVCluster} that cannot be taken: the message names the field, its value and what would be right. */
public final class InvalidClusterException extends IllegalArgumentException {
    private final String field;

    public InvalidClusterException(String field, Object value, String expectation) {
        super(field + ": " + value + " " + expectation);
        this.field = field;
    }

    InvalidClusterException(String field, String message, Throwable cause) {
        super(field.isEmpty() ? message : field + ": " + message, cause);
        this.field = field;
    }

    /** Path of the field at fault, as in {@code spec.keyRanges}; empty when it is the document as a whole. */
    public String field() {
        return field;
    }
}
