package io.buddykv.client.routing;

import io.buddykv.client.call.Call;
import io.buddykv.client.call.Lanes;
import io.buddykv.client.connection.Identity;
import io.buddykv.client.failure.ClientClosedException;
import io.buddykv.client.failure.NotPermittedException;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Brings every call to the slave that the newest map names, again and again until it is answered or late. Calls that
 * have nowhere to go wait; they go on with the next map, with a slave that answers again, and after a few milliseconds in any case.
 *
 * <p>Calls come from any thread. Maps, peers and seeds belong to the loop of control.
 */
public final class Router implements Peer.Cluster {
    private static final long LOOK_MILLIS = 5;
    /** How long a call waits at most before it is tried again without news: doubled with each time, from the first on. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final int MOST_DOUBLINGS = 4;
    private static final String NOBODY_ANSWERS = "no node of the cluster answers: ";

    private final Identity identity;
    private final EventLoop control;
    private final List<EventLoop> loops;
    private final Seeds seeds;
    private final Map<Integer, Peer> peers = new HashMap<>();
    private final Queue<Call<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean lookDue = new AtomicBoolean();
    private final LongAdder repetitions = new LongAdder();
    private final AtomicInteger maps = new AtomicInteger();
    private volatile Routes routes;
    private volatile Lanes lanes;
    private volatile String clusterId;
    private volatile String lastTrouble = "";
    private volatile Reply.Failure refusal;
    private volatile boolean closed;

    /**
     * @param clusterId the cluster that must answer; null for any
     * @param control the loop for what is not calls
     * @param loops those for calls
     */
    public Router(
            List<InetSocketAddress> seedAddresses,
            String clusterId,
            Identity identity,
            EventLoop control,
            List<EventLoop> loops) {
        this.clusterId = clusterId;
        this.identity = identity;
        this.control = control;
        this.loops = loops;
        this.seeds = new Seeds(seedAddresses, identity, control, this);
    }

    public void start() {
        control.execute(seeds::ask);
    }

    /** Takes a call over; it ends in any case. */
    public void send(Call<?> call) {
        if (closed) {
            call.completeExceptionally(new ClientClosedException("the client is closed"));
            return;
        }
        Routes now = routes;
        if (now == null) {
            call.interrupted(NOBODY_ANSWERS + lastTrouble);
            park(call, 0);
            return;
        }
        if (call.isWrite() && !call.hasLane() && !numbered(call, now)) {
            call.interrupted("too many writes are under way in its key range");
            park(call, FIRST_PAUSE_NANOS);
            return;
        }
        Peer peer = now.primary(call.slot());
        if (peer == null || !peer.send(call)) {
            if (peer == null) {
                call.interrupted("CLUSTERDOWN no slave serves the key range");
            }
            park(call, FIRST_PAUSE_NANOS << MOST_DOUBLINGS);
        }
    }

    private boolean numbered(Call<?> call, Routes now) {
        int lane = lanes.take(now.range(call.slot()));
        if (lane == Lanes.NONE) {
            return false;
        }
        call.numbered(lane, lanes.nextNumber());
        return true;
    }

    /** A call has ended, whoever ended it: its lane is free. Late copies of it are refused by its number. */
    public void ended(Call<?> call) {
        if (call.hasLane()) {
            lanes.giveBack(routes.range(call.slot()), call.lane());
        }
    }

    @Override
    public void repeat(Call<?> call) {
        if (call.isDone()) {
            return;
        }
        repetitions.increment();
        park(call, FIRST_PAUSE_NANOS << Math.min(MOST_DOUBLINGS, call.timesSent()));
    }

    // ---- calls that wait

    private void park(Call<?> call, long pauseNanos) {
        long now = System.nanoTime();
        if (call.isLate(now)) {
            call.timeOut();
            return;
        }
        call.notBefore(now + pauseNanos);
        waiting.add(call);
        lookSoon();
        if (closed) {
            endWaiting();
        }
    }

    private void lookSoon() {
        if (lookDue.compareAndSet(false, true)) {
            try {
                control.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException ended) {
                endWaiting();
            }
        }
    }

    private void look() {
        lookDue.set(false);
        goOn(System.nanoTime());
        if (!waiting.isEmpty()) {
            lookSoon();
        }
    }

    /** Sends what waits and need not wait beyond that moment. */
    private void goOn(long until) {
        long now = System.nanoTime();
        Reply.Failure refused = routes == null ? refusal : null;
        for (int left = waiting.size(); left > 0; left--) {
            Call<?> call = waiting.poll();
            if (call == null) {
                return;
            }
            if (call.isDone()) {
                continue;
            }
            if (refused != null) {
                call.completeExceptionally(new NotPermittedException(refused.text()));
            } else if (call.isLate(now)) {
                if (routes == null) {
                    call.interrupted(NOBODY_ANSWERS + lastTrouble);
                }
                call.timeOut();
            } else if (routes == null || call.notBeforeNanos() - until > 0) {
                waiting.add(call);
            } else {
                send(call);
            }
        }
    }

    private void endWaiting() {
        for (Call<?> call = waiting.poll(); call != null; call = waiting.poll()) {
            call.completeExceptionally(new ClientClosedException("the client has been closed"));
        }
    }

    // ---- the map

    @Override
    public String clusterId() {
        return clusterId;
    }

    /** Null before the first. */
    @Override
    public ClusterMap map() {
        Routes now = routes;
        return now == null ? null : now.map();
    }

    @Override
    public void received(ClusterMap map) {
        if (closed
                || !map.isCut()
                || clusterId != null && !clusterId.equals(map.clusterId())
                || routes != null && !map.isNewerThan(routes.map())) {
            return;
        }
        clusterId = map.clusterId();
        if (lanes == null) {
            lanes = new Lanes(map.ranges().size());
        }
        Map<Integer, Peer> before = new HashMap<>(peers);
        peers.clear();
        for (SlaveEntry slave : map.slaves().values()) {
            Peer known = before.get(slave.number());
            if (known != null && known.isOf(slave)) {
                peers.put(slave.number(), before.remove(slave.number()));
            } else {
                Peer fresh = new Peer(slave, identity, control, loops, this);
                peers.put(slave.number(), fresh);
                fresh.open();
            }
        }
        routes = new Routes(map, peers);
        maps.incrementAndGet();
        before.values().forEach(Peer::close);
        goOn(Long.MAX_VALUE / 2 + System.nanoTime());
    }

    @Override
    public void alive() {
        refusal = null;
        seeds.rest();
        goOn(Long.MAX_VALUE / 2 + System.nanoTime());
    }

    @Override
    public void dead(String why) {
        lastTrouble = why;
        if (!closed && peers.values().stream().noneMatch(Peer::isAlive)) {
            seeds.ask();
        }
    }

    @Override
    public void refused(Reply.Failure failure) {
        lastTrouble = failure.text();
        refusal = failure.code().equals("NOAUTH") || failure.code().equals("WRONGPASS") ? failure : null;
    }

    // ---- figures

    public long repetitions() {
        return repetitions.sum();
    }

    /** How many maps it has taken. */
    public int maps() {
        return maps.get();
    }

    public int waiting() {
        return waiting.size();
    }

    // ---- the end

    /** Every call that has not ended ends. Returns when the connections are being closed. */
    public void close() {
        closed = true;
        try {
            control.submit(() -> {
                        seeds.rest();
                        peers.values().forEach(Peer::close);
                        peers.clear();
                    })
                    .await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException ended) {
            lastTrouble = "its loops have ended before it";
        }
        endWaiting();
    }
}
