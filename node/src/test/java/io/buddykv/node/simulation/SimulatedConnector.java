package io.buddykv.node.simulation;

import io.buddykv.node.replication.FrameConnector;
import io.buddykv.node.replication.FrameLink;
import io.buddykv.node.time.Timers;
import io.buddykv.topology.Endpoints;
import java.util.List;
import java.util.function.Function;

/** The replication port of one process, and its connections to those of others. */
final class SimulatedConnector implements FrameConnector {
    private static final long TIMEOUT_NANOS = 500 * SimulatedWorld.MILLI;

    private final SimulatedNetwork network;
    private final SimulatedProcess process;
    private final List<SimulatedTimers> loops;
    private final int windowBytes;
    private int nextLoop;

    private record Listening(Function<Timers, FrameLink.Receiver> acceptor, List<SimulatedTimers> loops) {}

    SimulatedConnector(
            SimulatedNetwork network, SimulatedProcess process, List<SimulatedTimers> loops, int windowBytes) {
        this.network = network;
        this.process = process;
        this.loops = loops;
        this.windowBytes = windowBytes;
    }

    void listen(Function<Timers, FrameLink.Receiver> acceptor) {
        process.offer(Listening.class, new Listening(acceptor, loops));
    }

    @Override
    public void connect(Endpoints peer, Function<Timers, FrameLink.Receiver> receiverOn) {
        SimulatedTimers loop = loops.get(nextLoop++ % loops.size());
        FrameLink.Receiver receiver = receiverOn.apply(loop);
        loop.execute(() -> connect(loop, peer.host(), receiver));
    }

    private void connect(SimulatedTimers loop, String host, FrameLink.Receiver receiver) {
        Attempt attempt = new Attempt(loop, host, receiver);
        loop.after(TIMEOUT_NANOS, () -> attempt.failed("connection timed out"));
        if (!network.isCut(process.host(), host)) {
            network.carry(process.host(), host, attempt::arrived);
        }
    }

    private final class Attempt {
        private final SimulatedTimers loop;
        private final String host;
        private final FrameLink.Receiver receiver;
        private boolean ended;

        Attempt(SimulatedTimers loop, String host, FrameLink.Receiver receiver) {
            this.loop = loop;
            this.host = host;
            this.receiver = receiver;
        }

        /** A stopped process' machine still takes connections. */
        void arrived() {
            if (ended || network.isCut(host, process.host())) {
                return;
            }
            SimulatedProcess target = network.at(host);
            Listening listening = target == null ? null : target.service(Listening.class);
            if (listening == null) {
                network.carry(host, process.host(), () -> loop.run(() -> failed("connection refused")));
                return;
            }
            ended = true;
            SimulatedTimers serverLoop = listening
                    .loops()
                    .get(network.world().random().nextInt(listening.loops().size()));
            new SimulatedConnection(
                            network,
                            loop,
                            receiver,
                            serverLoop,
                            listening.acceptor().apply(serverLoop),
                            windowBytes)
                    .open();
        }

        void failed(String reason) {
            if (!ended) {
                ended = true;
                receiver.closed(reason);
            }
        }
    }
}
