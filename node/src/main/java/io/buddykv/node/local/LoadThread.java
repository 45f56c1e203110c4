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
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    /** How long clients may finish what they have begun when the run is over. */
    private static final long FINISH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final LoadSettings settings;
    private final AtomicLong left;
    private final Selector selector;
    private final List<LoadClient> clients = new ArrayList<>();

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
            clients.forEach(this::beginNext);
            long lastTick = System.nanoTime();
            long deadline = Long.MAX_VALUE;
            while (clients.stream().anyMatch(client -> !client.isIdle()) && System.nanoTime() < deadline) {
                selector.select(TICK_MILLIS);
                long now = System.nanoTime();
                for (SelectionKey key : selector.selectedKeys()) {
                    LoadClient client = (LoadClient) key.attachment();
                    if (key.isValid()) {
                        client.ready(now);
                        beginNext(client);
                    }
                }
                selector.selectedKeys().clear();
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

    private void beginNext(LoadClient client) {
        if (client.isIdle() && !stopped && left.getAndAdd(-settings.pipeline()) > 0) {
            client.begin(System.nanoTime());
        }
    }
}
