package io.buddykv.node.port.http;

import io.buddykv.topology.Endpoints;

/** What came of an operation on one key. */
public sealed interface KeyResult {
    /** @param expireAt wall milliseconds, 0 for none */
    record Found(byte[] value, String eTag, long expireAt, long nowMillis) implements KeyResult {}

    record Absent() implements KeyResult {}

    record Stored(String eTag, boolean created) implements KeyResult {}

    record Deleted() implements KeyResult {}

    record PreconditionFailed() implements KeyResult {}

    /** Another slave serves the key. */
    record Elsewhere(Endpoints primary) implements KeyResult {}

    /** Nobody can serve it now; nothing has happened. */
    record Unavailable(String reason) implements KeyResult {}

    /** This slave lost the range before its copies had acknowledged: it may or may not have happened. */
    record OutcomeUnknown() implements KeyResult {}
}
