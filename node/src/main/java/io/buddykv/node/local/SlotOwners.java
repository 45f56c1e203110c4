package io.buddykv.node.local;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Who serves which slot, as a client learns it: from {@code CLUSTER SLOTS} of any node that answers, and from each
 * {@code MOVED}. Read by all load threads; asked for by one thread of its own, which is woken by those who found the
 * present answer wrong.
 */
final class SlotOwners implements AutoCloseable {
    private static final int ANSWER_MILLIS = 200;

    /** At the beginning nothing is lost by patience. */
    private static final int FIRST_ANSWER_MILLIS = 5_000;

    /** Asked not more often than this, however many clients complain; who still complains then waits for twice as long. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(80);

    private final AtomicReferenceArray<HostPort> owners = new AtomicReferenceArray<>(Slot.COUNT);
    private final List<HostPort> seeds;
    private final Optional<String> password;
    private final Thread refresher = new Thread(this::refreshWhenAsked, "slot-owners");

    private volatile boolean closed;
    private volatile boolean wanted;
    /** To whoever answered last; its requests are those of the thread that asks. */
    private RespConnection kept;

    /** @param password said on each connection; empty: none */
    SlotOwners(List<HostPort> seeds, Optional<String> password) {
        this.seeds = List.copyOf(seeds);
        this.password = password;
        refresher.setDaemon(true);
    }

    /** Learns the owners for the first time. */
    void start() throws IOException {
        if (!refresh(FIRST_ANSWER_MILLIS)) {
            throw new IOException("nobody answers CLUSTER SLOTS at " + seeds);
        }
        letGo(); // It would be waited for with the first answer's patience.
        refresher.start();
    }

    Optional<String> password() {
        return password;
    }

    /** The slot's primary; null when the slot is not served. */
    HostPort of(int slot) {
        return owners.get(slot);
    }

    void moved(int slot, HostPort owner) {
        owners.set(slot, owner);
    }

    /** Says that the present answer was wrong, or led nowhere. */
    void refreshSoon() {
        wanted = true;
        LockSupport.unpark(refresher);
    }

    private void refreshWhenAsked() {
        long pause = PAUSE_NANOS;
        while (!closed) {
            if (wanted) {
                wanted = false;
                refresh(ANSWER_MILLIS);
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            } else {
                pause = PAUSE_NANOS;
                LockSupport.park(this);
            }
        }
        letGo();
    }

    private boolean refresh(int answerMillis) {
        if (kept != null && askKept()) {
            return true;
        }
        for (HostPort candidate : seeds) {
            try {
                kept = RespConnection.open(candidate, password, answerMillis);
            } catch (IOException silent) {
                continue;
            }
            if (askKept()) {
                return true;
            }
        }
        return false;
    }

    private boolean askKept() {
        try {
            if (take(kept.ask("CLUSTER", "SLOTS"), kept.address().host())) {
                return true;
            }
        } catch (IOException | RuntimeException silentOrOdd) {
            // Another one is asked.
        }
        letGo();
        return false;
    }

    private void letGo() {
        if (kept == null) {
            return;
        }
        try {
            kept.close();
        } catch (IOException closedAlready) {
            // Nothing is left of it either way.
        }
        kept = null;
    }

    private boolean take(Reply reply, String sayer) {
        if (!(reply instanceof Reply.Array ranges)) {
            return false;
        }
        List<HostPort> fresh = new ArrayList<>(java.util.Collections.nCopies(Slot.COUNT, null));
        for (Reply range : ranges.elements()) {
            List<Reply> parts = ((Reply.Array) range).elements();
            List<Reply> primary = ((Reply.Array) parts.get(2)).elements();
            String host = primary.get(0) instanceof Reply.Bulk named ? named.text() : "";
            HostPort owner = new HostPort(host.isEmpty() ? sayer : host, (int) ((Reply.Whole) primary.get(1)).value());
            long last = ((Reply.Whole) parts.get(1)).value();
            for (long slot = ((Reply.Whole) parts.get(0)).value(); slot <= last; slot++) {
                fresh.set((int) slot, owner);
            }
        }
        for (int slot = 0; slot < Slot.COUNT; slot++) {
            owners.set(slot, fresh.get(slot));
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(refresher);
    }
}
