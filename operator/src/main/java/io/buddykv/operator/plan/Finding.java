package io.buddykv.operator.plan;

/** A reason and what in particular it is about. */
public record Finding(Reason reason, String detail) {
    public Finding(Reason reason) {
        this(reason, "");
    }

    public String message() {
        return detail.isEmpty() ? reason.sentence() : reason.sentence() + ": " + detail;
    }
}
