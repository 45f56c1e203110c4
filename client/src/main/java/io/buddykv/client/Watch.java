package io.buddykv.client;

/** Somebody is told of changes, until this is closed or its client is. */
public interface Watch extends AutoCloseable {
    /** Ends it; a change that is being told at this moment may still be. */
    @Override
    void close();
}
