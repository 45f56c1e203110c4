package io.buddykv.node.linearizability;

import java.util.BitSet;

/**
 * One way in which the history up to some event can have gone.
 *
 * @param state the key's value
 * @param done which of the operations under way have taken effect, by slot
 * @param spent which of the operations of unknown outcome have taken effect, by slot
 */
record Configuration(String state, BitSet done, BitSet spent) {

    Configuration with(String newState, PendingOperation operation) {
        return operation.isUnknown()
                ? new Configuration(newState, done, set(spent, operation.slot()))
                : new Configuration(newState, set(done, operation.slot()), spent);
    }

    Configuration without(PendingOperation returned) {
        BitSet rest = (BitSet) done.clone();
        rest.clear(returned.slot());
        return new Configuration(state, rest, spent);
    }

    boolean has(PendingOperation operation) {
        return (operation.isUnknown() ? spent : done).get(operation.slot());
    }

    private static BitSet set(BitSet bits, int index) {
        BitSet more = (BitSet) bits.clone();
        more.set(index);
        return more;
    }
}
