package io.buddykv.node.local;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Asked not more often than this, however many clients complain. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final AtomicReferenceArray<HostPort> owners = new AtomicReferenceArray<>(Slot.COUNT);
    private final List<HostPort> seeds;
    private final Optional<String> password;
    private final Thread refresher = new Thread(this::refreshWhenAsked, "slot-owners");

    private volatile boolean closed;
    private volatile boolean wanted;
    private volatile HostPort lastGood;

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
        while (!closed) {
            if (wanted) {
                wanted = false;
                refresh(ANSWER_MILLIS);
                LockSupport.parkNanos(PAUSE_NANOS);
            } else {
                LockSupport.park(this);
            }
        }
    }

    private boolean refresh(int answerMillis) {
        Set<HostPort> candidates = new LinkedHashSet<>();
        if (lastGood != null) {
            candidates.add(lastGood);
        }
        candidates.addAll(seeds);
        for (HostPort candidate : candidates) {
            try (RespConnection connection = RespConnection.open(candidate, password, answerMillis)) {
                if (take(connection.ask("CLUSTER", "SLOTS"), candidate.host())) {
                    lastGood = candidate;
                    return true;
                }
            } catch (IOException | RuntimeException silentOrOdd) {
                lastGood = null;
            }
        }
        return false;
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
