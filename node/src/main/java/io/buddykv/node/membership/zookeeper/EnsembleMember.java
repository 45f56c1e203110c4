package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.boot.Ensemble;
import io.buddykv.node.boot.EnsembleLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.jboss.logging.Logger;

/**
 * One member of an ensemble of the real ZooKeeper, in this process. It starts without the others, and serves once most of
 * them have agreed upon a leader. Others are found by their names anew whenever they cannot be reached; itself it is by its
 * own address, since its name may not be resolvable before it has started.
 */
final class EnsembleMember implements ZooKeeperServing {
    private static final Logger LOG = Logger.getLogger(EnsembleMember.class);

    /** How long a follower may take to fetch what it lacks. */
    private static final int INIT_TICKS = 100;

    /** A follower that the leader does not hear for so long is left out, and the other way round. */
    private static final int SYNC_TICKS = 10;

    private static final int CONNECTIONS_OF_ONE_HOST = 1_000;
    private static final long STOP_MILLIS = 5_000;
    private static final String NUMBER_FILE = "myid";

    private final int number;
    private final Ensemble ensemble;
    private final String host;
    private final String bind;
    private final int clientPort;
    private final Path directory;
    private final Peer peer = new Peer();

    private Thread thread;
    private SnapshotPurge purge;

    /**
     * @param number of this server in the ensemble
     * @param host this server's own address, for the others
     * @param bind what the port for clients is bound to
     */
    EnsembleMember(int number, Ensemble ensemble, String host, String bind, int clientPort, Path directory) {
        ensemble.server(number);
        this.number = number;
        this.ensemble = ensemble;
        this.host = host;
        this.bind = bind;
        this.clientPort = clientPort;
        this.directory = directory;
    }

    /** Returns at once: {@link #isRunning()} tells when clients are served. */
    @Override
    public void start() throws IOException {
        ServerProperties.set();
        keepNumber();
        QuorumPeerConfig config = new QuorumPeerConfig();
        try {
            config.parseProperties(properties());
        } catch (ConfigException e) {
            throw new IOException("ZooKeeper's settings were not taken", e);
        }
        thread = new Thread(() -> run(config), "zookeeper-member-" + number);
        thread.start();
        purge = new SnapshotPurge(directory);
        purge.start();
    }

    @Override
    public boolean isRunning() {
        QuorumPeer current = peer.current();
        ZooKeeperServer server = current == null ? null : current.getActiveServer();
        return server != null && server.isRunning();
    }

    @Override
    public void close() {
        if (purge != null) {
            purge.close();
        }
        peer.close();
        if (thread != null) {
            thread.interrupt();
            joinFor(STOP_MILLIS);
        }
    }

    private void run(QuorumPeerConfig config) {
        try {
            peer.runFromConfig(config);
        } catch (IOException | AdminServerException | RuntimeException e) {
            LOG.errorf(e, "ZooKeeper's member %d has ended", number);
        }
    }

    private void joinFor(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A data directory of another member would make two members vote with one number. */
    private void keepNumber() throws IOException {
        Path file = directory.resolve(NUMBER_FILE);
        String own = Integer.toString(number);
        if (Files.notExists(file)) {
            Files.writeString(file, own);
        } else if (!Files.readString(file).strip().equals(own)) {
            throw new IOException(file + " says that this is the data of another member than " + number);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("dataDir", directory.toString());
        properties.setProperty("clientPort", Integer.toString(clientPort));
        properties.setProperty("clientPortAddress", bind);
        properties.setProperty("maxClientCnxns", Integer.toString(CONNECTIONS_OF_ONE_HOST));
        properties.setProperty("tickTime", Integer.toString(EnsembleLimits.TICK_MILLIS));
        properties.setProperty("initLimit", Integer.toString(INIT_TICKS));
        properties.setProperty("syncLimit", Integer.toString(SYNC_TICKS));
        properties.setProperty("minSessionTimeout", Integer.toString(EnsembleLimits.MIN_SESSION_MILLIS));
        properties.setProperty("maxSessionTimeout", Integer.toString(EnsembleLimits.MAX_SESSION_MILLIS));
        for (int other = 1; other <= ensemble.servers().size(); other++) {
            Ensemble.Server server = ensemble.server(other);
            properties.setProperty(
                    "server." + other,
                    other == number
                            ? new Ensemble.Server(host, server.peerPort(), server.electionPort()).toString()
                            : server.toString());
        }
        return properties;
    }

    /** ZooKeeper's own way to start a member, of which the member can be asked for. */
    private static final class Peer extends QuorumPeerMain {
        QuorumPeer current() {
            return quorumPeer;
        }
    }
}
