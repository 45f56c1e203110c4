package io.buddykv.node.boot;

import io.buddykv.node.command.LocalNode;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.observe.MapListeners;
import io.buddykv.node.observe.NodeView;
import io.buddykv.node.observe.SlaveMetrics;
import io.buddykv.node.port.exchange.ForeignNodes;
import io.buddykv.node.replication.Proof;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.slave.SlaveAgent;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** A slave as its ports, logs and metrics see it. */
final class SlaveNodeView implements NodeView, LocalNode, SlaveAgent.Listener {
    private static final Logger LOG = Logger.getLogger("slave");

    private final NodeSettings settings;
    private final RangeSet ranges;
    private final MapListeners listeners = new MapListeners();
    private final SlaveMetrics metrics;
    private final ForeignNodes foreign = new ForeignNodes();
    private volatile List<MasterAddress> masters = List.of();
    private volatile int clientPort;
    private volatile LongSupplier commands = () -> 0;
    private volatile LongSupplier damagedRanges = () -> 0;

    SlaveNodeView(NodeSettings settings, RangeSet ranges) {
        this.settings = settings;
        this.ranges = ranges;
        this.metrics = new SlaveMetrics(ranges);
    }

    void mastersAre(List<MasterAddress> known) {
        masters = List.copyOf(known);
    }

    void reachedAt(int boundClientPort, LongSupplier commandCount) {
        clientPort = boundClientPort;
        commands = commandCount;
    }

    void recoveredWith(LongSupplier rangesTakenOut) {
        damagedRanges = rangesTakenOut;
    }

    void bindTo(MeterRegistry registry) {
        metrics.bindTo(registry);
    }

    @Override
    public String label() {
        return settings.label();
    }

    @Override
    public Member self() {
        return ranges.self();
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
        return ranges.map();
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
        return ranges.roles().keys();
    }

    @Override
    public long damagedRanges() {
        return damagedRanges.getAsLong();
    }

    @Override
    public long commands() {
        return commands.getAsLong();
    }

    @Override
    public Runnable onMapChange(Consumer<ClusterMap> listener) {
        return listeners.add(listener);
    }

    @Override
    public void stateChanged(SlaveAgent.State state, String why) {
        if (state == SlaveAgent.State.REPLACED) {
            LOG.errorf("this process has no place any more and should end: %s", why);
        } else {
            LOG.infof("%s: %s", state, why);
        }
    }

    @Override
    public void registrationFailed(String reason) {
        LOG.infof("not registered yet, tries again: %s", reason);
    }

    @Override
    public void mapAdopted(ClusterMap map) {
        LOG.debugf("map %d of term %d", map.version(), map.term());
        listeners.changed(map);
    }

    @Override
    public void agreed(int range, Member copy, Proof proof) {
        LOG.infof("range %d: slave %s holds the same, %s", range, copy, proof);
    }

    @Override
    public void foreign(Member other, int protocol) {
        String node = "slave " + other;
        foreign.met(
                node,
                protocol,
                "nothing is copied between this slave and " + node + ": " + ProtocolVersion.refusal(protocol));
    }

    @Override
    public void held(int range, boolean handedOver, long nanos) {
        metrics.held(handedOver, nanos);
    }

    @Override
    public void givenUp(Member silent, int ranges) {
        LOG.infof("%s acknowledges nothing: wants %d of its copies there taken out", silent, ranges);
    }

    @Override
    public void refused(int range, Member copy, String reason) {
        LOG.debugf("range %d: %s refuses it: %s", range, copy, reason);
    }

    @Override
    public void suspected(Member suspect, String reason) {
        metrics.suspected();
        LOG.infof("suspects %s: %s", suspect, reason);
    }
}
