package io.buddykv.node.master;

/** Why the map changed, or did not: used by log, events and metrics alike. */
public enum Reason {
    TAKEN_OVER("a new master has taken over"),
    BORN("the cluster was born"),
    REBUILT("the membership service had lost the map: it was rebuilt from the slaves' records"),
    FIRST_CUT("the key ranges were cut"),
    REGISTERED("a slave has registered"),
    RETURNED("a slave that counted as down answers again"),
    LEAVING("a slave is terminating"),
    LINK_LOST("another slave no longer hears it"),
    EPHEMERAL_GONE("its ephemeral is gone"),
    PUSH_FAILED("it did not take the map"),
    CHECK_FAILED("it did not answer when it was needed"),
    FAILED("a slave is down"),
    REVIVED("an in-sync copy has returned"),
    RESTARTED_EMPTY("every copy is proven gone: data is lost, the range begins again empty"),
    STRIPPED("a lost copy was taken out of the in-sync set"),
    COPY_CHANGED("a primary has reported on its copies"),
    RELEASED("a primary has handed over"),
    GOAL_CHANGED("something else is wanted"),
    HOMES_CHANGED("homes and buddies were planned anew"),
    NUMBER_FREED("drained slaves have ended"),
    JOIN_STARTED("ranges are short of copies"),
    HAND_OVER_STARTED("ranges go to their homes, or away from a slave that is leaving"),
    HAND_OVER_CANCELLED("a hand-over took too long"),
    COPY_DROPPED("copies are no longer needed"),
    ABSTAINED("this master does not stand for election: it would take slaves for dead that it does not understand"),
    STANDS("this master stands for election again"),
    WAITING("the map is known elsewhere and cannot be read yet"),
    WRITE_UNKNOWN("it is not known whether the map was written"),
    SUPERSEDED("another master has written the map"),
    REFUSED("a request was refused");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** For people: half a sentence. */
    public String text() {
        return text;
    }
}
