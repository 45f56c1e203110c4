package io.buddykv.node.boot;

import io.buddykv.crds.ClusterShape;
import io.buddykv.crds.FsyncPolicy;
import io.buddykv.crds.Timings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything a node process is told at its start, validated. Built from the command line by {@link NodeOptions}; the
 * secret comes by file only.
 *
 * @param clusterName name of the {@code KVCluster}
 * @param host address that the others are told, and that every port is bound to unless {@code bind} says otherwise
 * @param bind address that every port is bound to instead, as {@code 0.0.0.0} for all; empty: the one of {@code host}
 * @param ensemble the managed ZooKeeper of which this process is one server; empty: the only one, or none
 * @param secretFile holds the cluster's credentials; present on slaves and masters
 * @param passwordFile holds the password that clients need; empty: they need none
 * @param tls what the client port shows, which speaks TLS then; empty: it does not
 * @param dataDirectory what outlives the process: ZooKeeper's data, and a slave's where it keeps any
 * @param fsync when slaves force what they write down to their disks; empty: they keep their data in memory only
 * @param clusterIdFile where the active master records the cluster's id once it is born, outside ZooKeeper: while this
 *     file exists an empty ZooKeeper means rebuild, never creation
 * @param acceptPartial whether a master may rebuild a lost map when a majority of the slaves has reported and not all
 * @param shape what the master lays out
 * @param memoryBytes a slave's budget for keys and values
 * @param eventLoops Netty event loops that serve client connections
 * @param logFile where the log goes, of bounded size; empty: standard output
 */
public record NodeSettings(
        Role role,
        String clusterName,
        String host,
        Optional<String> bind,
        Ports ports,
        ZooKeeperAccess zooKeeper,
        Optional<Ensemble> ensemble,
        Identity identity,
        Optional<Path> secretFile,
        Optional<Path> passwordFile,
        Optional<TlsFiles> tls,
        Path dataDirectory,
        Optional<FsyncPolicy> fsync,
        Optional<Path> clusterIdFile,
        boolean acceptPartial,
        ClusterShape shape,
        Timings timings,
        long memoryBytes,
        int eventLoops,
        Optional<Path> logFile) {

    public static final int MOST_EVENT_LOOPS = 256;

    public NodeSettings {
        if (host.isBlank()) {
            throw new InvalidSettingException("--host", "'" + host + "'", "must be an address to bind");
        }
        if (bind.isPresent() && bind.get().isBlank()) {
            throw new InvalidSettingException("--bind", "'" + bind.get() + "'", "must be an address to bind");
        }
        if (eventLoops < 1 || eventLoops > MOST_EVENT_LOOPS) {
            throw new InvalidSettingException("--event-loops", eventLoops, "must be from 1 to " + MOST_EVENT_LOOPS);
        }
        if (memoryBytes < 1 << 20) {
            throw new InvalidSettingException("--memory", memoryBytes, "must be at least 1Mi");
        }
        if (ensemble.isPresent() && identity.requestedNumber().isEmpty()) {
            throw new InvalidSettingException("--number", "(missing)", "says which server of the --ensemble this is");
        }
        if (role != Role.ZOOKEEPER && secretFile.isEmpty()) {
            throw new InvalidSettingException("--secret-file", "(missing)", "is needed by a " + role.label());
        }
        if (role != Role.ZOOKEEPER && zooKeeper.connectString().isBlank()) {
            throw new InvalidSettingException(
                    "--zookeeper", "(missing)", "must name ZooKeeper's host:port for a " + role.label());
        }
    }

    /** What every port is bound to. */
    public String bindAddress() {
        return bind.orElse(host);
    }

    /** Reads the credentials; only for roles that have a {@link #secretFile()}. */
    public ClusterSecret secret() {
        return ClusterSecret.read(secretFile.orElseThrow());
    }

    /** What clients have to say at the client port; null when nothing. */
    String password() {
        return passwordFile.map(ClientPassword::read).orElse(null);
    }

    /** As in logs and in names of files: {@code slave-2}, {@code master-0}, {@code zookeeper}. */
    public String label() {
        return identity.requestedNumber().isPresent()
                ? role.label() + "-" + identity.requestedNumber().getAsInt()
                : role.label();
    }
}
