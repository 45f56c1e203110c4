package io.buddykv.node.membership;

/** How an attempt to write the map ended. */
public sealed interface MapWrite {
    /** The service confirmed it; {@code storeVersion} is the one to expect next. */
    record Confirmed(int storeVersion) implements MapWrite {}

    /** Somebody else wrote before: read again, and find out whether this master is still the active one. */
    record Conflict() implements MapWrite {}

    /** No answer: it may or may not have been written. */
    record Unknown(String reason) implements MapWrite {}
}
