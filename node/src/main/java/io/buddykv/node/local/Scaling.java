package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.crds.KvClusterSpec;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Another number of slaves. Out: processes first, then ranges. In: ranges first, then processes, which the supervisor ends
 * when the map shows that they hold nothing. When this is interrupted, asking for the same number again goes on.
 */
final class Scaling {
    private final KvHome home;
    private final PrintWriter out;
    private final MasterOrders orders;
    private final MoveWait wait;

    Scaling(KvHome home, PrintWriter out, int waitSeconds) {
        this.home = home;
        this.out = out;
        this.orders = new MasterOrders(home);
        this.wait = new MoveWait(home, out, waitSeconds);
    }

    void to(ClusterState state, int slaves) throws IOException, InterruptedException {
        if (!state.supervisor().isAlive()) {
            throw new LaunchException(
                    "the supervisor is gone: nobody would start or end slaves; './kv down', './kv up'");
        }
        if (slaves > KvClusterSpec.MOST_SLAVES) {
            throw new LaunchException(
                    "there is room for " + KvClusterSpec.MOST_SLAVES + " slaves on one machine, not for " + slaves);
        }
        if (slaves > state.of(Role.SLAVE).size()) {
            out(state, slaves);
        } else {
            in(slaves);
        }
    }

    private void out(ClusterState state, int slaves) throws IOException, InterruptedException {
        refusePortsInUse(state, slaves);
        int before = state.of(Role.SLAVE).size();
        FileSizing.write(home, slaves);
        int more = slaves - before;
        out.println("starting " + more + (more == 1 ? " slave" : " slaves"));
        out.flush();
        wait.until(
                report -> missing(report, slaves).isEmpty(), report -> "waiting for slaves " + missing(report, slaves));
        try {
            wait.untilPlanned(orders.resize(slaves).version());
        } catch (LaunchException refused) {
            FileSizing.write(home, before);
            throw refused;
        }
        out.println(slaves + " slaves hold the ranges");
    }

    private static List<Integer> missing(ClusterReport report, int slaves) {
        List<Integer> missing = new ArrayList<>();
        for (int number = ClusterPlan.FIRST_SLAVE; number < ClusterPlan.FIRST_SLAVE + slaves; number++) {
            if (report.slave(number).filter(ClusterReport.Slave::isUp).isEmpty()) {
                missing.add(number);
            }
        }
        return missing;
    }

    private void refusePortsInUse(ClusterState state, int slaves) throws IOException {
        KvCluster cluster = KvClusterReader.read(home.cluster());
        List<NodeSettings> added = new ArrayList<>();
        for (int number = ClusterPlan.FIRST_SLAVE; number < ClusterPlan.FIRST_SLAVE + slaves; number++) {
            NodeName name = new NodeName(Role.SLAVE, number);
            if (state.node(name).isEmpty()) {
                added.add(ClusterPlan.of(name, cluster, new PortPlan(state.basePort()), home, 1));
            }
        }
        PortCheck.firstInUse(added).ifPresent(inUse -> {
            throw new LaunchException(inUse);
        });
    }

    private void in(int slaves) throws IOException, InterruptedException {
        long version = orders.resize(slaves).version();
        FileSizing.write(home, slaves);
        wait.untilPlanned(version);
        wait.untilState(now -> now.of(Role.SLAVE).size() <= slaves, "slaves that hold nothing to end");
        out.println(slaves + (slaves == 1 ? " slave holds" : " slaves hold") + " the ranges");
    }
}
