package io.buddykv.client;

/** Is told how every call ended; for metrics and traces. Called on the client's own threads: it must not block. */
@FunctionalInterface
public interface CallObserver {
    CallObserver NONE = (command, nanos, repetitions, failure) -> {};

    /**
     * @param command the cluster's name of it, as {@code GET}
     * @param nanos from the call to its end
     * @param repetitions how often it was sent again
     * @param failure null where there was an answer
     */
    void ended(String command, long nanos, int repetitions, Throwable failure);
}
