package io.buddykv.topology.change;

/** Why a change of the map was refused. */
public enum Refusal {
    NO_SUCH_RANGE("the map has no such range"),
    STALE_EPOCH("it was decided in another epoch of the range"),
    RANGE_DOWN("the range is down"),
    RANGE_NOT_DOWN("the range is not down"),
    NOT_CURRENT("the member is not its slave's newest life"),
    NOT_UP("the slave is down or leaving"),
    NOT_DOWN("the slave is not down"),
    IS_PRIMARY("the member is the range's primary"),
    NOT_A_COPY("the member has no copy of the range"),
    ALREADY_A_COPY("a life of that slave has a copy of the range already"),
    NOT_IN_SYNC("the member is not in the in-sync set"),
    NOT_JOINING("the member is not joining the range"),
    ALREADY_HANDING_OVER("the range is being handed over"),
    NOT_HANDING_OVER("the range is not being handed over"),
    PRIMARY_SILENT("the primary has not just answered, so that the in-sync set must not shrink"),
    NOT_PROVEN_GONE("an in-sync copy may still return");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** For people: half a sentence. */
    public String text() {
        return text;
    }
}
