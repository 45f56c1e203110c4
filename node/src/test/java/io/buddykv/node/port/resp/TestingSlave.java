package io.buddykv.node.port.resp;

import io.buddykv.node.command.CommandHandler;
import io.buddykv.node.command.CommandHandlers;
import io.buddykv.node.command.Credentials;
import io.buddykv.node.command.DataCommands;
import io.buddykv.node.command.LocalNode;
import io.buddykv.node.command.NodeInfo;
import io.buddykv.node.command.NodeUsage;
import io.buddykv.node.command.ServerParameters;
import io.buddykv.node.command.SessionCommands;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.time.EventLoopTimers;
import io.buddykv.node.time.TimeSource;
import io.buddykv.protocol.command.CommandTable;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** A slave's client port over {@link TestingRanges}: one slave that serves everything, on a free port of 127.0.0.1. */
final class TestingSlave implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    final RangeSet ranges;
    final ClientPort port;
    final List<TestingGate> gates = new ArrayList<>();
    private final ClientLoops loops;
    private final RespServer server;

    private final Supplier<ClusterMap> map;

    private TestingSlave(RangeSet ranges, Supplier<ClusterMap> map, ClientPort port, int loopCount, int portNumber)
            throws IOException {
        this.ranges = ranges;
        this.map = map;
        this.port = port;
        this.loops = ClientLoops.start(loopCount);
        this.server = RespServer.open(port, handlers()::of, loops, this::gate, HOST, portNumber);
    }

    static TestingSlave start() throws IOException {
        return start(new TestingSettings(), null);
    }

    static TestingSlave start(TestingSettings settings, String password) throws IOException {
        RangeSet ranges = TestingRanges.standalone();
        return new TestingSlave(ranges, ranges::map, port(settings, password, Optional.empty()), 2, 0);
    }

    /** One whose port speaks TLS. */
    static TestingSlave start(SslContext tls) throws IOException {
        RangeSet ranges = TestingRanges.standalone();
        return new TestingSlave(ranges, ranges::map, port(new TestingSettings(), null, Optional.of(tls)), 2, 0);
    }

    static TestingSlave start(RangeSet ranges, int loops, int portNumber) throws IOException {
        return new TestingSlave(
                ranges, ranges::map, port(new TestingSettings(), null, Optional.empty()), loops, portNumber);
    }

    /** A master's client port instead of a slave's. */
    static TestingSlave startMaster(Supplier<ClusterMap> map) throws IOException {
        return new TestingSlave(null, map, port(new TestingSettings(), null, Optional.empty()), 1, 0);
    }

    private static ClientPort port(TestingSettings settings, String password, Optional<SslContext> tls) {
        return new ClientPort(settings.build(), new Credentials(password), tls);
    }

    int clientPort() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }

    private CommandGate gate(EventLoopTimers loop) {
        if (ranges == null) {
            return new MasterGate(map);
        }
        TestingGate gate = new TestingGate(new SlaveGate(ranges, ranges.newWaits(loop), TimeSource.system()), loop);
        synchronized (gates) {
            gates.add(gate);
        }
        return gate;
    }

    private CommandHandlers handlers() {
        ServerParameters parameters = new ServerParameters().addCompatible();
        port.describe(parameters);
        LocalNode local = new Local();
        NodeInfo info = new NodeInfo(
                "test",
                local,
                port.connectedClients(),
                port.commandStatistics(),
                parameters,
                () -> new NodeUsage(
                        ranges.budget().used(),
                        ranges.budget().limit(),
                        ranges.roles().keys(),
                        0),
                TimeSource.system());
        List<Map<String, CommandHandler>> families = new ArrayList<>(SessionCommands.families(
                CommandTable.standard(),
                local,
                port.credentials(),
                port.connectedClients(),
                port.commandStatistics(),
                parameters,
                info.sections(),
                TimeSource.system()));
        families.addAll(DataCommands.families(port::maxBulkLength, ThreadLocalRandom::current));
        return CommandHandlers.of(CommandTable.standard(), SessionCommands.CARRIED_OUT_BY_PORT, families);
    }

    private NodeUsage usage() {
        return ranges == null
                ? NodeUsage.NONE
                : new NodeUsage(
                        ranges.budget().used(),
                        ranges.budget().limit(),
                        ranges.roles().keys(),
                        0);
    }

    private final class Local implements LocalNode {
        @Override
        public ClusterMap map() {
            return map.get();
        }

        @Override
        public Member self() {
            return ranges == null ? null : ranges.self();
        }

        @Override
        public String host() {
            return HOST;
        }

        @Override
        public int clientPort() {
            return TestingSlave.this.clientPort();
        }
    }
}
