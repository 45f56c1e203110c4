package io.buddykv.node.boot;

import io.buddykv.crds.Placement;
import io.buddykv.crds.RebalanceBy;
import io.buddykv.crds.RebalanceSpec;
import io.buddykv.node.command.NodeUsage;
import io.buddykv.node.master.MasterAgent;
import io.buddykv.node.master.MasterSettings;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.zookeeper.ZooKeeperMembership;
import io.buddykv.node.membership.zookeeper.ZooKeeperSettings;
import io.buddykv.node.port.exchange.ExchangeClient;
import io.buddykv.node.port.http.RunningNode;
import io.buddykv.node.port.master.MasterPortStubs;
import io.buddykv.node.port.resp.ClientLoops;
import io.buddykv.node.port.resp.MasterGate;
import io.buddykv.node.port.resp.RespServer;
import io.buddykv.node.port.slave.SlavePortServer;
import io.buddykv.node.time.TimeSource;
import io.buddykv.protocol.message.Credentials;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.placement.PlacementPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** A node process that is a master: opens its ports, then stands for election. */
@Dependent
public class MasterRole implements NodeRole {
    private static final Logger LOG = Logger.getLogger(MasterRole.class);
    private static final int EXCHANGE_TIMEOUT_MILLIS = 1_000;
    private static final int CLIENT_LOOPS = 1;

    @Inject
    Vertx vertx;

    @Inject
    RunningNode running;

    @Inject
    MeterRegistry registry;

    private final Closing parts = new Closing();
    private volatile MasterNodeView view;
    private volatile MasterAgent agent;

    @Override
    public Role role() {
        return Role.MASTER;
    }

    @Override
    public void start(NodeSettings settings) throws Exception {
        Credentials credentials = new Credentials(settings.secret().reveal());
        TimeSource time = TimeSource.system();
        AgentLoop control = parts.opened("control loop", new AgentLoop("master"));
        ClientLoops loops = parts.opened("client loops", ClientLoops.start(CLIENT_LOOPS));
        ZooKeeperMembership membership = parts.opened(
                "membership",
                new ZooKeeperMembership(ZooKeeperSettings.forMaster(
                        settings.zooKeeper().connectString(),
                        settings.clusterName(),
                        settings.zooKeeper().sessionMillis())));
        ExchangeClient exchange =
                parts.opened("exchange", new ExchangeClient(vertx, credentials, EXCHANGE_TIMEOUT_MILLIS));
        MasterNodeView starting = new MasterNodeView(settings, membership);
        MasterAgent master = new MasterAgent(
                time, control.timers(), membership, new MasterPortStubs(exchange), masterSettings(settings), starting);

        membership.start();
        membership.watchMasters(starting::mastersAre);
        membership.watchMap(starting::mapSeen);
        int slavePort = parts.opened("slave port", new SlavePortServer(vertx, credentials, master, master))
                .listen(settings.bindAddress(), settings.ports().slave());
        ClientSide clientSide = new ClientSide(settings);
        RespServer client = parts.opened(
                "client port",
                clientSide.open(
                        starting,
                        () -> NodeUsage.NONE,
                        loop -> new MasterGate(starting::map),
                        loops,
                        settings.bindAddress(),
                        settings.ports().client()));
        starting.reachedAt(client.port(), clientSide::commands);
        running.started(starting, null);
        clientSide.metrics().bindTo(registry);
        starting.bindTo(registry);
        parts.opened("master agent", master::close);
        master.start(new MasterAddress(
                settings.identity().requestedNumber().orElse(1),
                settings.host(),
                slavePort,
                client.port(),
                HttpPort.bound(settings)));
        agent = master;
        view = starting;
        LOG.infof("client port %d, slave port %d", client.port(), slavePort);
    }

    private static MasterSettings masterSettings(NodeSettings settings) {
        return new MasterSettings(
                settings.clusterIdFile().flatMap(ClusterIdFile::read),
                UUID.randomUUID().toString(),
                settings.shape().slaves(),
                settings.shape().keyRanges(),
                settings.shape().buddies(),
                settings.shape().placement() == Placement.RING ? PlacementPolicy.RING : PlacementPolicy.SPREAD,
                rebalancing(settings.shape().rebalance()),
                settings.fsync().isPresent(),
                settings.acceptPartial(),
                settings.timings().checkMillis(),
                settings.timings().recopySeconds(),
                settings.timings().safeBootSeconds(),
                settings.timings().soleServeSeconds());
    }

    private static Rebalancing rebalancing(RebalanceSpec spec) {
        return new Rebalancing(
                spec.by() == RebalanceBy.LOAD ? Rebalancing.By.LOAD : Rebalancing.By.COUNT,
                spec.maxParallelMoves(),
                spec.bytesPerSecond());
    }

    @Override
    public Optional<String> notReady() {
        MasterNodeView current = view;
        if (current == null) {
            return Optional.of("ports");
        }
        Optional<String> abstention = agent.abstention();
        if (abstention.isPresent()) {
            return abstention;
        }
        return current.masters().isEmpty() ? Optional.of("ZooKeeper") : Optional.empty();
    }

    @Override
    public Optional<String> waitsFor() {
        MasterNodeView current = view;
        return current == null ? Optional.empty() : current.waitsFor();
    }

    @Override
    public void close() {
        parts.close();
    }
}
