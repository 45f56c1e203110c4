package io.buddykv.node.local;

import io.buddykv.topology.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One thread of the load with its share of the clients. */
final class LoadThread extends Thread {
    private static final long TICK_MILLIS = 5;
    private static final long PACED_TICK_MILLIS = 1;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    /** How long clients may finish what they have begun when the run is over. */
    private static final long FINISH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final LoadSettings settings;
    private final AtomicLong left;
    private final Selector selector;
    private final List<LoadClient> clients = new ArrayList<>();

    private boolean exhausted;
    private volatile boolean stopped;

    /** @param left how many requests may still be begun, by all threads together */
    LoadThread(int index, LoadSettings settings, SlotOwners owners, LoadCounters counters, AtomicLong left)
            throws IOException {
        super("load-" + index);
        this.settings = settings;
        this.left = left;
        this.selector = Selector.open();
        for (int client = index; client < settings.clients(); client += settings.threads()) {
            int place = (int) ((long) client * Slot.COUNT / settings.clients());
            clients.add(new LoadClient(
                    settings, owners, counters, selector, place, new SplittableRandom(System.nanoTime() ^ client)));
        }
    }

    /** Begins nothing new from now on. */
    void finish() {
        stopped = true;
    }

    @Override
    public void run() {
        try (selector) {
            long lastTick = System.nanoTime();
            long deadline = Long.MAX_VALUE;
            long selectMillis = settings.rate() == 0 ? TICK_MILLIS : PACED_TICK_MILLIS;
            beginAll(lastTick);
            while (isGoingOn() && System.nanoTime() < deadline) {
                selector.select(selectMillis);
                long now = System.nanoTime();
                for (SelectionKey key : selector.selectedKeys()) {
                    LoadClient client = (LoadClient) key.attachment();
                    if (key.isValid()) {
                        client.ready(now);
                        beginNext(client, now);
                    }
                }
                selector.selectedKeys().clear();
                if (settings.rate() > 0) {
                    beginAll(now);
                }
                if (now - lastTick >= TICK_NANOS) {
                    lastTick = now;
                    clients.forEach(client -> client.tick(now));
                }
                if (stopped && deadline == Long.MAX_VALUE) {
                    deadline = now + FINISH_NANOS;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            clients.forEach(LoadClient::disconnect);
        }
    }

    private boolean isGoingOn() {
        return !(stopped || exhausted) || clients.stream().anyMatch(client -> !client.isIdle());
    }

    private void beginAll(long now) {
        for (LoadClient client : clients) {
            beginNext(client, now);
        }
    }

    private void beginNext(LoadClient client, long now) {
        if (stopped || exhausted || !client.isDue(now)) {
            return;
        }
        exhausted = left.getAndAdd(-settings.pipeline()) <= 0;
        if (!exhausted) {
            client.begin(now);
        }
    }
}
