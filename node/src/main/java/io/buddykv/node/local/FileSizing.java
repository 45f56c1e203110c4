package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;

/** The number of slaves stands in a file, which {@code scale} writes; the active master tells who holds nothing. */
final class FileSizing implements Sizing {
    private final KvHome home;
    private final KvCluster cluster;
    private final PortPlan ports;
    private final ClusterObserver observer = new ClusterObserver();

    FileSizing(KvHome home, KvCluster cluster, PortPlan ports) {
        this.home = home;
        this.cluster = cluster;
        this.ports = ports;
    }

    static void write(KvHome home, int slaves) throws IOException {
        Path fresh = home.directory().resolve("slaves.new");
        Files.writeString(fresh, Integer.toString(slaves));
        Files.move(fresh, home.slaves(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public OptionalInt wantedSlaves() {
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(home.slaves())));
        } catch (NoSuchFileException unchanged) {
            return OptionalInt.empty();
        } catch (IOException | NumberFormatException e) {
            throw new LaunchException(home.slaves() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public NodeSettings slave(int number) {
        return ClusterPlan.of(
                new NodeName(Role.SLAVE, number),
                cluster,
                ports,
                home,
                Runtime.getRuntime().availableProcessors());
    }

    @Override
    public boolean mayEnd(int number) {
        Optional<ClusterReport> report = new StateFile(home.state()).read().flatMap(observer::activeReport);
        return report.isPresent() && mayEnd(report.get(), number);
    }

    /** A slave that the map does not know, or no longer, must lie beyond the goal, or it could get ranges at any time. */
    static boolean mayEnd(ClusterReport report, int number) {
        return report.slave(number)
                .map(slave -> slave.draining() && slave.isEmpty())
                .orElse(report.goal() != null && report.goal().slaves() < number);
    }
}
