package io.buddykv.client;

/** Is told of every call, for metrics and traces. It must neither block nor fail. */
@FunctionalInterface
public interface CallObserver {
    CallObserver NONE = command -> Observation.NONE;

    /**
     * A call begins; on the thread that makes it.
     *
     * @param command the cluster's name of it, as {@code GET}
     * @return is told how it ends
     */
    Observation began(String command);

    /** One call that is observed. */
    @FunctionalInterface
    interface Observation {
        Observation NONE = (nanos, repetitions, failure) -> {};

        /**
         * It has ended; mostly on one of the client's own threads.
         *
         * @param nanos from the call to its end
         * @param repetitions how often it was sent again
         * @param failure null where there was an answer
         */
        void ended(long nanos, int repetitions, Throwable failure);
    }

    /** Both are told. */
    default CallObserver and(CallObserver other) {
        if (this == NONE || other == NONE) {
            return this == NONE ? other : this;
        }
        return command -> {
            Observation its = began(command);
            Observation others = other.began(command);
            return (nanos, repetitions, failure) -> {
                its.ended(nanos, repetitions, failure);
                others.ended(nanos, repetitions, failure);
            };
        };
    }
}
