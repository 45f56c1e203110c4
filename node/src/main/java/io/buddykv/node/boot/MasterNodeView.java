package io.buddykv.node.boot;

import io.buddykv.node.command.LocalNode;
import io.buddykv.node.master.FailoverTimes;
import io.buddykv.node.master.MapStep;
import io.buddykv.node.master.MasterEvents;
import io.buddykv.node.master.MasterPhase;
import io.buddykv.node.master.Reason;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.node.observe.MapListeners;
import io.buddykv.node.observe.MasterMetrics;
import io.buddykv.node.observe.NodeView;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.health.MoveProgress;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** A master as its ports, logs and metrics see it. */
final class MasterNodeView implements NodeView, LocalNode, MasterEvents {
    private static final Logger LOG = Logger.getLogger("master");

    private final NodeSettings settings;
    private final MapListeners listeners = new MapListeners();
    private final MasterMetrics metrics;
    private volatile String waitsFor;
    private volatile ClusterMap map;
    private volatile List<MasterAddress> masters = List.of();
    private volatile MoveProgress progress = MoveProgress.NONE;
    private volatile int clientPort;
    private volatile LongSupplier commands = () -> 0;

    MasterNodeView(NodeSettings settings, Membership membership) {
        this.settings = settings;
        this.metrics = new MasterMetrics(() -> map, this::buddies, membership::isConnected, () -> progress);
    }

    void mastersAre(List<MasterAddress> known) {
        masters = List.copyOf(known);
    }

    void reachedAt(int boundClientPort, LongSupplier commandCount) {
        clientPort = boundClientPort;
        commands = commandCount;
    }

    void bindTo(MeterRegistry registry) {
        metrics.bindTo(registry);
    }

    /** The stored map has changed, whoever wrote it. */
    void mapSeen(StoredMap stored) {
        if (stored.map() != null) {
            take(stored.map());
        }
    }

    private void take(ClusterMap newer) {
        synchronized (this) {
            if (!newer.isNewerThan(map)) {
                return;
            }
            map = newer;
        }
        listeners.changed(newer);
    }

    @Override
    public String label() {
        return settings.label();
    }

    @Override
    public Member self() {
        return null;
    }

    @Override
    public String host() {
        return settings.host();
    }

    @Override
    public int clientPort() {
        return clientPort;
    }

    @Override
    public ClusterMap map() {
        return map;
    }

    @Override
    public List<MasterAddress> masters() {
        return masters;
    }

    @Override
    public int buddies() {
        return NodeView.buddies(map(), settings.shape().buddies());
    }

    @Override
    public long keys() {
        return 0;
    }

    @Override
    public long commands() {
        return commands.getAsLong();
    }

    @Override
    public Runnable onMapChange(Consumer<ClusterMap> listener) {
        return listeners.add(listener);
    }

    /** Why it cannot take over, while it tries to. */
    Optional<String> waitsFor() {
        return Optional.ofNullable(waitsFor);
    }

    @Override
    public void phaseChanged(MasterPhase phase, long term) {
        waitsFor = null;
        LOG.infof("%s, term %d", phase, term);
    }

    @Override
    public void born(String clusterId) {
        LOG.infof("cluster %s is born", clusterId);
        settings.clusterIdFile().ifPresent(file -> ClusterIdFile.write(file, clusterId));
    }

    @Override
    public void mapChanged(ClusterMap before, ClusterMap after, List<MapStep> steps) {
        take(after);
        metrics.mapWritten(steps);
        for (MapStep step : steps) {
            LOG.infof("map %d: %s", after.version(), step);
        }
    }

    @Override
    public void failedOver(FailoverTimes times) {
        metrics.failedOver(times);
        LOG.infof("%s", times);
    }

    @Override
    public void dataLost(int ranges, String text) {
        metrics.dataLost(ranges);
        LOG.errorf("DATA LOST in %d ranges: %s", ranges, text);
    }

    @Override
    public void moved(MoveProgress told) {
        progress = told;
    }

    @Override
    public Optional<MoveProgress> progress() {
        return Optional.of(progress);
    }

    @Override
    public void noticed(Reason reason, String text) {
        if (reason == Reason.WAITING) {
            waitsFor = text;
        }
        LOG.infof("%s: %s", reason.text(), text);
    }
}
