package io.buddykv.node.boot;

import io.buddykv.crds.Timings;
import io.buddykv.node.command.NodeUsage;
import io.buddykv.node.log.Fsync;
import io.buddykv.node.membership.zookeeper.ZooKeeperMembership;
import io.buddykv.node.membership.zookeeper.ZooKeeperSettings;
import io.buddykv.node.port.exchange.ExchangeClient;
import io.buddykv.node.port.http.KeyAccess;
import io.buddykv.node.port.http.RunningNode;
import io.buddykv.node.port.master.MasterPortServer;
import io.buddykv.node.port.replication.ReplicationTransport;
import io.buddykv.node.port.resp.ClientLoops;
import io.buddykv.node.port.resp.RespServer;
import io.buddykv.node.port.resp.SlaveGate;
import io.buddykv.node.port.slave.SlavePortStubs;
import io.buddykv.node.replication.ExpiryAgent;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.replication.ReplicationSettings;
import io.buddykv.node.slave.SlaveAgent;
import io.buddykv.node.slave.SlaveIdentity;
import io.buddykv.node.slave.SlaveRecords;
import io.buddykv.node.slave.SlaveSettings;
import io.buddykv.node.store.Hasher;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.SeededHasher;
import io.buddykv.node.time.EventLoopTimers;
import io.buddykv.node.time.StallWatch;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.Credentials;
import io.buddykv.topology.Endpoints;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.jboss.logging.Logger;

/** A node process that is a slave: opens its ports, then lets its agent register. */
@Dependent
public class SlaveRole implements NodeRole {
    private static final Logger LOG = Logger.getLogger(SlaveRole.class);
    /** Of a process whose disk has lost what it had been asked to keep; the supervisor starts the next one. */
    private static final int EXIT_DISK_FAILED = 74;

    /** How long clients are still told where their keys went after a hand-over. */
    private static final long FAREWELL_MILLIS = 2_000;

    /** How long masters may take to end before the slaves when the whole cluster does. */
    private static final long MASTERS_END_MILLIS = 5_000;

    private static final int EXCHANGE_TIMEOUT_MILLIS = 1_000;

    /** Disks take longer than event loops: so many times {@code stallMillis} one write or fsync may take. */
    private static final int LOG_STALLS = 10;

    @Inject
    Vertx vertx;

    @Inject
    RunningNode running;

    @Inject
    MeterRegistry registry;

    private final Closing parts = new Closing();
    private volatile SlaveStorage storage;
    private RangeSet ranges;
    private SlaveNodeView view;
    private ZooKeeperMembership membership;
    private ClientSide clientSide;
    private volatile SlaveAgent agent;
    private volatile boolean clusterEnds;

    @Override
    public Role role() {
        return Role.SLAVE;
    }

    @Override
    public void start(NodeSettings settings) throws Exception {
        Timings timings = settings.timings();
        TimeSource time = TimeSource.system();
        Credentials credentials = new Credentials(settings.secret().reveal());
        ReplicationSettings replication = ReplicationSettings.of(
                Duration.ofMillis(timings.leaseMillis()),
                Duration.ofMillis(timings.heartbeatMillis()),
                Duration.ofMillis(timings.suspicionMillis()),
                Duration.ofSeconds(timings.soleServeSeconds()));
        if (settings.fsync().isPresent()) {
            storage = parts.opened("storage", openStorage(settings));
        }

        ClientLoops loops = parts.opened("client loops", ClientLoops.start(settings.eventLoops()));
        AgentLoop control = parts.opened("control loop", new AgentLoop("slave"));
        StallWatch stalls = stallWatch(time, loops, control.timers(), timings);
        LongPredicate moving =
                storage == null ? stalls::isMoving : nanos -> stalls.isMoving(nanos) && storage.isMoving(nanos);
        ReplicationTransport transport = parts.opened(
                "replication port",
                new ReplicationTransport(loops.group(), loops.loops(), loops.channel(), loops.serverChannel()));
        ranges = new RangeSet(
                time,
                replication,
                new SharedSecret(credentials),
                new MemoryBudget(settings.memoryBytes()),
                hasher(credentials),
                transport,
                moving);

        membership = parts.opened(
                "membership",
                new ZooKeeperMembership(ZooKeeperSettings.forSlave(
                        settings.zooKeeper().connectString(),
                        settings.clusterName(),
                        settings.zooKeeper().sessionMillis())));
        ExchangeClient exchange =
                parts.opened("exchange", new ExchangeClient(vertx, credentials, EXCHANGE_TIMEOUT_MILLIS));

        view = new SlaveNodeView(settings, ranges);
        membership.start();
        membership.watchMasters(view::mastersAre);

        String bound = settings.bindAddress();
        int replicationPort = transport.bind(bound, settings.ports().replication(), ranges::accept);
        DeferredMasterPort masterPort = new DeferredMasterPort();
        int boundMasterPort = parts.opened(
                        "master port", new MasterPortServer(vertx, credentials, masterPort, () -> clusterEnds = true))
                .listen(bound, settings.ports().master());
        clientSide = new ClientSide(
                settings, new MemoryLimit(ranges.budget(), Runtime.getRuntime().maxMemory()));
        RespServer client = parts.opened(
                "client port",
                clientSide.open(
                        view,
                        this::usage,
                        loop -> new SlaveGate(ranges, ranges.newWaits(loop), time),
                        loops,
                        bound,
                        settings.ports().client()));
        Endpoints endpoints = new Endpoints(
                settings.host(), client.port(), boundMasterPort, replicationPort, HttpPort.bound(settings));
        view.reachedAt(client.port(), clientSide::commands);
        EventLoopTimers expiryLoop = loops.loops().get(0);
        running.started(view, new KeyAccess(ranges, expiryLoop, time, clientSide.holdNanos()));
        clientSide.metrics().bindTo(registry);
        view.bindTo(registry);
        if (storage != null) {
            new StorageMetrics(storage).bindTo(registry);
            view.recoveredWith(() -> storage.figures().damagedRanges());
            storage.whenFailed(this::giveUp);
            storage.recoverInto(ranges, time);
        }
        SlaveAgent slave = new SlaveAgent(
                identity(settings, endpoints),
                ranges,
                storage == null ? SlaveRecords.NONE : storage,
                membership,
                new SlavePortStubs(exchange),
                control.timers(),
                time,
                SlaveSettings.of(replication.suspicionNanos()),
                moving,
                view);
        agent = slave;
        masterPort.is(slave);
        parts.opened("slave agent", slave::close);
        ExpiryAgent expiry = new ExpiryAgent(ranges, ranges.newWaits(expiryLoop), expiryLoop, time);
        parts.opened("expiry", expiry::stop);
        expiry.start();
        slave.start();
        LOG.infof(
                "client port %d, master port %d, replication port %d", client.port(), boundMasterPort, replicationPort);
    }

    /** The same on every slave of the cluster, and unknown to clients, who could otherwise choose keys that collide. */
    private static Hasher hasher(Credentials credentials) {
        byte[] derived = credentials.proof(new byte[Credentials.NONCE_LENGTH], "seed of hashes");
        return new SeededHasher(ByteBuffer.wrap(derived).getLong());
    }

    private StallWatch stallWatch(TimeSource time, ClientLoops loops, Timers control, Timings timings) {
        List<Timers> watched = new ArrayList<>(loops.loops());
        watched.add(control);
        StallWatch stalls = new StallWatch(time, watched, TimeUnit.MILLISECONDS.toNanos(timings.stallMillis()));
        stalls.start();
        parts.opened("stall watch", stalls::stop);
        return stalls;
    }

    private static SlaveStorage openStorage(NodeSettings settings) throws IOException {
        Fsync fsync = Fsync.valueOf(settings.fsync().orElseThrow().name());
        long stallNanos = TimeUnit.MILLISECONDS.toNanos(
                (long) LOG_STALLS * settings.timings().stallMillis());
        return SlaveStorage.open(settings.dataDirectory(), fsync, stallNanos);
    }

    private SlaveIdentity identity(NodeSettings settings, Endpoints endpoints) {
        long incarnation = new SecureRandom().nextLong() | 1;
        return new SlaveIdentity(
                settings.identity().requestedNumber().isPresent()
                        ? settings.identity().requestedNumber().getAsInt()
                        : null,
                incarnation,
                storage == null ? incarnation : storage.dataId(),
                endpoints,
                settings.identity().zone(),
                settings.identity().hostId());
    }

    private NodeUsage usage() {
        return new NodeUsage(
                ranges.budget().used(), ranges.budget().limit(), ranges.roles().keys(), ranges.volatileKeys());
    }

    @Override
    public Optional<String> notReady() {
        SlaveAgent current = agent;
        if (current == null) {
            return Optional.of(storage == null || storage.waitingFor() == null ? "ports" : storage.waitingFor());
        }
        if (current.state() != SlaveAgent.State.MEMBER) {
            return Optional.of("slave is " + current.state());
        }
        if (ranges.map() == null || !ranges.map().isCut()) {
            return Optional.of("the first cluster map");
        }
        int incomplete = ranges.roles().incompleteCopies();
        return incomplete == 0 ? Optional.empty() : Optional.of(incomplete + " copies that are catching up");
    }

    @Override
    public void close() throws Exception {
        if (agent != null && agent.state() == SlaveAgent.State.MEMBER) {
            if (!clusterEnds) {
                leave();
            }
            if (clusterEnds) {
                awaitEndOfMasters();
            }
        }
        parts.close();
    }

    /**
     * The disk has failed: what only this slave holds is in its memory, and the others are to have it before the process
     * ends. The next one finds out what the disk still holds.
     */
    private void giveUp() {
        SlaveAgent current = agent;
        if (current == null) {
            Runtime.getRuntime().halt(EXIT_DISK_FAILED);
            return;
        }
        LOG.fatal("writes are refused; this process ends once others hold in sync what it does");
        current.giveUp().thenRun(() -> {
            LOG.fatal("others hold what this slave held; it ends");
            Runtime.getRuntime().halt(EXIT_DISK_FAILED);
        });
    }

    private void leave() throws InterruptedException {
        CompletableFuture<Void> left = agent.leave().toCompletableFuture();
        long fromNanos = System.nanoTime();
        Departure departure;
        do {
            TimeUnit.MILLISECONDS.sleep(10);
            departure = Departure.of(left.isDone(), clusterEnds, System.nanoTime() - fromNanos, ranges.unheardNanos());
        } while (departure == Departure.WAITS);
        LOG.info(departure.sentence());
        if (departure == Departure.HANDED_OVER) {
            await(FAREWELL_MILLIS, () -> clientSide.clients() == 0);
        }
    }

    /** A master that outlived slaves would take them out of the in-sync sets, one after the other, as they end. */
    private void awaitEndOfMasters() throws InterruptedException {
        LOG.info("the whole cluster ends: nothing is handed over");
        await(
                MASTERS_END_MILLIS,
                () -> !membership.isConnected() || view.masters().isEmpty());
    }

    private static void await(long mostMillis, BooleanSupplier reached) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
        while (!reached.getAsBoolean() && System.nanoTime() - until < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
