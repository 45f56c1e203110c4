package io.buddykv.node.boot;

import io.buddykv.crds.ClusterShape;
import io.buddykv.crds.FsyncPolicy;
import io.buddykv.crds.KvClusterSpec;
import io.buddykv.crds.MemoryAmount;
import io.buddykv.crds.Placement;
import io.buddykv.crds.RebalanceBy;
import io.buddykv.crds.RebalanceSpec;
import io.buddykv.crds.Timings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of a node process and what they come to; {@link NodeArguments} writes and reads them as arguments. */
public final class NodeOptions {
    @Option(names = "--cluster", paramLabel = "NAME", description = "Name of the cluster (default: ${DEFAULT-VALUE})")
    String cluster = "buddykv";

    @Option(names = "--host", description = "Address to bind and to be reached at (default: ${DEFAULT-VALUE})")
    String host = "127.0.0.1";

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to bind instead, as 0.0.0.0 for all")
    String bind;

    @Option(names = "--client-port", description = "RESP; 0: any free one (default: ${DEFAULT-VALUE})")
    int clientPort = 6379;

    @Option(names = "--master-port", description = "For the master's commands, on slaves (default: ${DEFAULT-VALUE})")
    int masterPort = 7400;

    @Option(names = "--replication-port", description = "Replication, on slaves (default: ${DEFAULT-VALUE})")
    int replicationPort = 7401;

    @Option(names = "--slave-port", description = "Registration, on masters (default: ${DEFAULT-VALUE})")
    int slavePort = 7402;

    @Option(names = "--http-port", description = "REST, health and metrics (default: ${DEFAULT-VALUE})")
    int httpPort = 8080;

    @Option(names = "--zookeeper", paramLabel = "HOST:PORT[,..][/PATH]", description = "ZooKeeper to use")
    String zooKeeper = "";

    @Option(names = "--zookeeper-session-millis", description = "Session time-out (default: ${DEFAULT-VALUE})")
    int sessionMillis = ZooKeeperAccess.DEFAULT_SESSION_MILLIS;

    @Option(
            names = "--ensemble",
            paramLabel = "HOST:PORT:PORT,..",
            description = "All servers of the managed ZooKeeper, with the ports for following and for elections")
    String ensemble;

    @Option(names = "--number", paramLabel = "N", description = "Internal number that is asked for")
    Integer number;

    @Option(names = "--zone", description = "Failure domain")
    String zone = "";

    @Option(names = "--host-id", description = "Machine; copies avoid sharing it")
    String hostId = "";

    @Option(names = "--secret-file", paramLabel = "FILE", description = "Holds the cluster's credentials")
    Path secretFile;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password that clients need")
    Path passwordFile;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "PEM; with it the client port speaks TLS and nothing else")
    Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key: PEM, PKCS 8")
    Path tlsKey;

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default: ${DEFAULT-VALUE})")
    Path data = Path.of("data");

    @Option(
            names = "--fsync",
            paramLabel = "WHEN",
            description =
                    "Slaves keep their data on disk, forced there always, everysec or never; default: in memory only")
    String fsync;

    @Option(names = "--cluster-id-file", paramLabel = "FILE", description = "Where the cluster's id is recorded")
    Path clusterIdFile;

    @Option(
            names = "--accept-partial",
            description = "Rebuild a map that ZooKeeper has lost from the records of a majority of the slaves")
    boolean acceptPartial;

    @Option(names = "--slaves", paramLabel = "N", description = "Wanted number of slaves (default: ${DEFAULT-VALUE})")
    int slaves = ClusterShape.DEFAULT.slaves();

    @Option(names = "--key-ranges", paramLabel = "N", description = "A power of two (default: ${DEFAULT-VALUE})")
    int keyRanges = ClusterShape.DEFAULT.keyRanges();

    @Option(
            names = "--buddies",
            paramLabel = "N",
            description = "Copies besides the primary (default: ${DEFAULT-VALUE})")
    int buddies = ClusterShape.DEFAULT.buddies();

    @Option(names = "--placement", description = "spread or ring (default: ${DEFAULT-VALUE})")
    String placement = label(ClusterShape.DEFAULT.placement());

    @Option(names = "--rebalance-by", description = "count or load (default: ${DEFAULT-VALUE})")
    String rebalanceBy = RebalanceSpec.DEFAULT.by().name().toLowerCase(Locale.ROOT);

    @Option(
            names = "--max-parallel-moves",
            paramLabel = "N",
            description = "Copies filled and ranges handed over at the same time (default: ${DEFAULT-VALUE})")
    int maxParallelMoves = RebalanceSpec.DEFAULT.maxParallelMoves();

    @Option(
            names = "--max-bytes-per-second",
            paramLabel = "AMOUNT",
            description = "What one slave sends at most to fill copies; default: no bound")
    String maxBytesPerSecond;

    @Option(names = "--lease-millis", description = "(default: ${DEFAULT-VALUE})")
    int leaseMillis = Timings.DEFAULT.leaseMillis();

    @Option(names = "--heartbeat-millis", description = "(default: ${DEFAULT-VALUE})")
    int heartbeatMillis = Timings.DEFAULT.heartbeatMillis();

    @Option(names = "--suspicion-millis", description = "(default: ${DEFAULT-VALUE})")
    int suspicionMillis = Timings.DEFAULT.suspicionMillis();

    @Option(names = "--check-millis", description = "(default: ${DEFAULT-VALUE})")
    int checkMillis = Timings.DEFAULT.checkMillis();

    @Option(names = "--stall-millis", description = "(default: ${DEFAULT-VALUE})")
    int stallMillis = Timings.DEFAULT.stallMillis();

    @Option(names = "--recopy-seconds", description = "(default: ${DEFAULT-VALUE})")
    int recopySeconds = Timings.DEFAULT.recopySeconds();

    @Option(names = "--safe-boot-seconds", description = "(default: ${DEFAULT-VALUE})")
    int safeBootSeconds = Timings.DEFAULT.safeBootSeconds();

    @Option(names = "--sole-serve-seconds", description = "(default: ${DEFAULT-VALUE})")
    int soleServeSeconds = Timings.DEFAULT.soleServeSeconds();

    @Option(names = "--memory", paramLabel = "AMOUNT", description = "For keys and values (default: ${DEFAULT-VALUE})")
    String memory = KvClusterSpec.DEFAULT_MEMORY.toString();

    @Option(names = "--event-loops", paramLabel = "N", description = "Default: one for each processor")
    int eventLoops = Runtime.getRuntime().availableProcessors();

    @Option(names = "--log-file", paramLabel = "FILE", description = "Log to this file, of bounded size")
    Path logFile;

    /**
     * @throws InvalidSettingException or {@link io.buddykv.crds.InvalidClusterException} when a value or a relation of
     *     values cannot be taken
     */
    public NodeSettings toSettings(Role role) {
        return new NodeSettings(
                role,
                cluster,
                host,
                Optional.ofNullable(bind),
                new Ports(clientPort, masterPort, replicationPort, slavePort, httpPort),
                new ZooKeeperAccess(zooKeeper, sessionMillis),
                Optional.ofNullable(ensemble).map(Ensemble::parse),
                new Identity(number == null ? OptionalInt.empty() : OptionalInt.of(number), zone, hostId),
                Optional.ofNullable(secretFile),
                Optional.ofNullable(passwordFile),
                TlsFiles.of(tlsCertificate, tlsKey),
                data,
                fsync(),
                Optional.ofNullable(clusterIdFile),
                acceptPartial,
                new ClusterShape(slaves, keyRanges, buddies, placement(), rebalance()),
                new Timings(
                        leaseMillis,
                        heartbeatMillis,
                        suspicionMillis,
                        checkMillis,
                        stallMillis,
                        recopySeconds,
                        safeBootSeconds,
                        soleServeSeconds),
                memory(),
                eventLoops,
                Optional.ofNullable(logFile));
    }

    private long memory() {
        return amount("--memory", memory).bytes();
    }

    private static MemoryAmount amount(String option, String text) {
        try {
            return MemoryAmount.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(option, "", e.getMessage());
        }
    }

    private RebalanceSpec rebalance() {
        MemoryAmount bound = maxBytesPerSecond == null ? null : amount("--max-bytes-per-second", maxBytesPerSecond);
        for (RebalanceBy known : RebalanceBy.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(rebalanceBy)) {
                return new RebalanceSpec(known, maxParallelMoves, bound);
            }
        }
        throw new InvalidSettingException("--rebalance-by", rebalanceBy, "must be count or load");
    }

    private Optional<FsyncPolicy> fsync() {
        if (fsync == null) {
            return Optional.empty();
        }
        for (FsyncPolicy known : FsyncPolicy.values()) {
            if (known.label().equals(fsync)) {
                return Optional.of(known);
            }
        }
        throw new InvalidSettingException("--fsync", fsync, "must be always, everysec or never");
    }

    private Placement placement() {
        for (Placement known : Placement.values()) {
            if (label(known).equals(placement)) {
                return known;
            }
        }
        throw new InvalidSettingException("--placement", placement, "must be spread or ring");
    }

    static String label(Placement placement) {
        return placement.name().toLowerCase(Locale.ROOT);
    }
}
