package io.buddykv.node.replication;

import io.buddykv.node.time.Timers;
import io.buddykv.node.time.VirtualTime;
import io.buddykv.topology.Endpoints;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Links in memory between slaves of one test; directions can be made to swallow what they are given. */
final class MemoryNetwork {
    private long latencyNanos = 100_000;

    private final VirtualTime time;
    private final Map<Integer, Function<Timers, FrameLink.Receiver>> acceptors = new HashMap<>();
    private final Set<String> cut = new HashSet<>();
    private long nanosPerByte;
    private boolean acceptingLoopsAreQuick;

    MemoryNetwork(VirtualTime time) {
        this.time = time;
    }

    void listen(int port, Function<Timers, FrameLink.Receiver> acceptor) {
        acceptors.put(port, acceptor);
    }

    /** Nothing that {@code from} sends arrives at {@code to} from now on. */
    void cut(int from, int to) {
        cut.add(from + ">" + to);
    }

    /** Every direction of every link is as slow as this from now on. */
    void mostBytesPerMilli(int bytes) {
        nanosPerByte = 1_000_000 / bytes;
    }

    /** How long everything takes from now on. */
    void latencyMillis(long millis) {
        latencyNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Loops of links that are accepted from now on run what they are given at once, as a thread that is idle does. */
    void quickAcceptingLoops() {
        acceptingLoopsAreQuick = true;
    }

    void heal() {
        cut.clear();
    }

    FrameConnector connector(int ownPort) {
        return (peer, receiverOn) -> {
            Timers near = time.timers();
            connect(ownPort, peer, near, receiverOn.apply(near));
        };
    }

    private void connect(int ownPort, Endpoints peer, Timers near, FrameLink.Receiver receiver) {
        Timers far = acceptingLoopsAreQuick ? new QuickTimers(time.timers()) : time.timers();
        near.after(latencyNanos, () -> {
            Function<Timers, FrameLink.Receiver> acceptor = acceptors.get(peer.replicationPort());
            if (acceptor == null) {
                receiver.closed("nobody listens");
                return;
            }
            FrameLink.Receiver accepted = acceptor.apply(far);
            boolean[] closed = new boolean[1];
            End toFar = new End(ownPort, peer.replicationPort(), accepted, receiver, far, near, closed);
            End toNear = new End(peer.replicationPort(), ownPort, receiver, accepted, near, far, closed);
            receiver.opened(toFar);
            accepted.opened(toNear);
        });
    }

    private record QuickTimers(Timers timers) implements Timers {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Timer after(long nanos, Runnable task) {
            return timers.after(nanos, task);
        }
    }

    private final class End implements FrameLink {
        private final int from;
        private final int to;
        private final Receiver peer;
        private final Receiver own;
        private final Timers peerTimers;
        private final Timers ownTimers;
        private final boolean[] closed;
        private long clearNanos;

        End(int from, int to, Receiver peer, Receiver own, Timers peerTimers, Timers ownTimers, boolean[] closed) {
            this.from = from;
            this.to = to;
            this.peer = peer;
            this.own = own;
            this.peerTimers = peerTimers;
            this.ownTimers = ownTimers;
            this.closed = closed;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            long now = time.nanos();
            clearNanos = Math.max(clearNanos, now) + length * nanosPerByte;
            if (!isWritable()) {
                ownTimers.after(clearNanos - now, own::writable);
            }
            peerTimers.after(clearNanos - now + latencyNanos, () -> {
                if (!closed[0] && !cut.contains(from + ">" + to)) {
                    peer.received(copy, 0, copy.length);
                    peer.turnEnded();
                }
            });
        }

        @Override
        public boolean isWritable() {
            return clearNanos - time.nanos() <= 0;
        }

        @Override
        public void close() {
            if (!closed[0]) {
                closed[0] = true;
                ownTimers.execute(() -> own.closed("closed here"));
                peerTimers.after(latencyNanos, () -> peer.closed("closed by the peer"));
            }
        }
    }
}
