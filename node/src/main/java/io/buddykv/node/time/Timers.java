package io.buddykv.node.time;

import java.util.concurrent.Executor;

/**
 * One thread of control that runs tasks in order and timers when they are due. What is confined to a {@code Timers}
 * needs no locks: a Netty event loop and the simulation's virtual time both are one.
 */
public interface Timers extends Executor {
    /** Runs {@code action} on this thread of control once {@code delayNanos} have passed. */
    Timer after(long delayNanos, Runnable action);

    /** A timer that has been set. */
    interface Timer {
        /** Prevents the action when it has not begun; harmless otherwise. */
        void cancel();
    }
}
