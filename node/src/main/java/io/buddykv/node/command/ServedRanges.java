package io.buddykv.node.command;

import io.buddykv.node.store.Keyspace;
import io.buddykv.topology.KeyRanges;

/** The key ranges of this slave as a {@link NodeCommand} sees them: one at a time, each under its own lock. */
public interface ServedRanges {
    KeyRanges keyRanges();

    /**
     * Runs {@code action} on the range, under its lock, when this slave serves it at present; what it changes is one
     * record, and the command's answer waits for it.
     *
     * @return whether the action ran; false when the range is served elsewhere
     */
    boolean read(int range, Action action);

    /** As {@link #read}, for an action that may write. */
    boolean write(int range, Action action);

    /** What is done to one range. */
    @FunctionalInterface
    interface Action {
        void on(Keyspace keys);
    }
}
