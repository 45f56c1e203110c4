package io.buddykv.node.port.resp;

import io.buddykv.node.time.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections of one event loop whose next command waits for a key range that is held. All are tried again, in the order
 * in which they came, every {@value #RETRY_NANOS} ns.
 */
final class ParkedConnections {
    private static final long RETRY_NANOS = 2_000_000;

    private final Timers loop;
    private List<Runnable> parked = new ArrayList<>();
    private boolean scheduled;

    ParkedConnections(Timers loop) {
        this.loop = loop;
    }

    /** Has {@code retry} called once, soon; it may park again. */
    void park(Runnable retry) {
        parked.add(retry);
        if (!scheduled) {
            scheduled = true;
            loop.after(RETRY_NANOS, this::retryAll);
        }
    }

    private void retryAll() {
        scheduled = false;
        List<Runnable> due = parked;
        parked = new ArrayList<>();
        due.forEach(Runnable::run);
    }
}
