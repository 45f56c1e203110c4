package io.buddykv.node.store;

/** Octets that {@link EffectEncoder} cannot have written. */
public final class MalformedEffectException extends RuntimeException {
    MalformedEffectException(String problem, int position) {
        super(problem + " at octet " + position + " of a record's effects");
    }
}
