package io.buddykv.client;

/**
 * Is told of changes of the keys that it watches: those of one key in their order, as those of all keys of one key range
 * (of one {@code {tag}} for example); each once, and each only when it cannot be lost any more.
 *
 * <p>Called on a thread that all watches of a client share. A listener may take its time and may call the client; what
 * it cannot keep up with is not stored for it anywhere: it is told to {@link #resync} then. A listener that throws ends its
 * watch, and the exception goes to the thread's handler of uncaught exceptions.
 */
public interface ChangeListener {
    void changed(Change change);

    /**
     * Changes may have been missed: the listener was too slow, or a slave was away for longer than its changes are kept. What
     * is built from changes has to be read anew; changes that come after this call are told.
     */
    void resync();
}
