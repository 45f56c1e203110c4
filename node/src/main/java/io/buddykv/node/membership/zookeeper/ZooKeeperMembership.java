package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.node.membership.zookeeper.PresenceCodec.SlavePresence;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.jboss.logging.Logger;

/**
 * {@link Membership} in ZooKeeper, under {@code /buddykv/<cluster>}: {@code map} is the cluster map, {@code slaves/*} the
 * ephemerals of slaves, {@code masters/*} the candidates in the order of the election, {@code term} the counter of terms.
 * Nothing is connected before {@link #start}.
 */
public final class ZooKeeperMembership implements Membership {
    private static final Logger LOG = Logger.getLogger(ZooKeeperMembership.class);

    // Recipes repeat what is safe to repeat this often, then wait for the connection to come back.
    private static final int RETRY_FIRST_MILLIS = 50;
    private static final int RETRY_MOST_MILLIS = 500;
    private static final int RETRIES = 10;
    private static final int SEQUENCE_DIGITS = 10;

    private final ZooKeeperSettings settings;
    private final CuratorFramework client;
    private final ScheduledExecutorService thread;
    private final Znodes znodes;
    private final MapNode mapNode;
    private final SlaveEphemeral ephemeral;

    /** Closed in reverse order of their start. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Guarded by this; null while this process does not stand for election. */
    private Campaign campaign;

    public ZooKeeperMembership(ZooKeeperSettings settings) {
        this.settings = settings;
        this.client = CuratorFrameworkFactory.builder()
                .connectString(settings.connectString())
                .sessionTimeoutMs(settings.sessionMillis())
                .connectionTimeoutMs(settings.connectionMillis())
                .retryPolicy(new BoundedExponentialBackoffRetry(RETRY_FIRST_MILLIS, RETRY_MOST_MILLIS, RETRIES))
                .ensembleTracker(false)
                .dontUseContainerParents()
                .build();
        this.thread = singleThread();
        this.znodes = new Znodes(client, thread, settings.operationMillis());
        this.mapNode = new MapNode(znodes, settings.mapPath());
        this.ephemeral = new SlaveEphemeral(znodes, settings.slavesPath(), thread);
    }

    private static ScheduledExecutorService singleThread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "membership");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((task, closed) -> LOG.debug("An answer of ZooKeeper came after the end"));
        return executor;
    }

    /** Begins to connect; returns at once. */
    public void start() {
        client.getConnectionStateListenable().addListener((curator, state) -> connectionChanged(state));
        client.start();
    }

    private void connectionChanged(ConnectionState state) {
        LOG.infof("ZooKeeper at %s: %s", settings.connectString(), state);
        if (state.isConnected()) {
            ephemeral.reconnected();
        }
    }

    @Override
    public CompletionStage<StoredMap> readMap() {
        return mapNode.read();
    }

    @Override
    public CompletionStage<MapWrite> writeMap(ClusterMap map, int expectedStoreVersion) {
        return mapNode.write(map, expectedStoreVersion);
    }

    @Override
    public void watchMap(Consumer<StoredMap> listener) {
        MapWatch watch = new MapWatch(client, settings.mapPath(), listener);
        watch.start();
        closeLater(watch);
    }

    @Override
    public CompletionStage<String> announce(int number, long incarnation, Endpoints endpoints) {
        return ephemeral.announce(new SlavePresence(number, incarnation, endpoints, ProtocolVersion.CURRENT));
    }

    @Override
    public CompletionStage<Void> withdraw() {
        return ephemeral.withdraw();
    }

    @Override
    public void watchSlaves(Consumer<List<Announcement>> listener) {
        watchChildren(settings.slavesPath(), Comparator.naturalOrder(), PresenceCodec::decodeSlave, listener);
    }

    @Override
    public void watchMasters(Consumer<List<MasterAddress>> listener) {
        watchChildren(
                settings.mastersPath(),
                Comparator.comparing(ZooKeeperMembership::sequence),
                (path, data) -> PresenceCodec.decodeMaster(data),
                listener);
    }

    private <T> void watchChildren(
            String parent, Comparator<String> order, ChildrenWatch.Decoder<T> decoder, Consumer<List<T>> listener) {
        ChildrenWatch<T> watch = new ChildrenWatch<>(client, parent, order, decoder, listener);
        watch.start();
        closeLater(watch);
    }

    /** The end of a sequential znode's name: the lowest one leads the election. */
    private static String sequence(String path) {
        return path.substring(Math.max(0, path.length() - SEQUENCE_DIGITS));
    }

    @Override
    public void campaign(MasterAddress self, ElectionListener listener) {
        Term term = new Term(znodes, settings.termPath(), mapNode);
        Campaign standing = new Campaign(client, settings.mastersPath(), self, term, listener, thread);
        standing.start();
        synchronized (this) {
            campaign = standing;
        }
    }

    @Override
    public synchronized void abstain() {
        if (campaign != null) {
            campaign.close();
            campaign = null;
        }
    }

    private synchronized void closeLater(AutoCloseable part) {
        started.push(part);
    }

    @Override
    public boolean isConnected() {
        return client.getZookeeperClient().isConnected();
    }

    /** For tests, which end sessions and take ephemerals away. */
    CuratorFramework client() {
        return client;
    }

    /** Leaves the election and ends the session, with which the ephemerals go at once. */
    @Override
    public synchronized void close() {
        abstain();
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.debugf("While closing: %s", e);
            }
        }
        client.close();
        thread.shutdownNow();
    }
}
