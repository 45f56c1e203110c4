package io.buddykv.node.log;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import io.buddykv.topology.MalformedMapException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whose a data directory is, and the last cluster map that its slave knew. The identity is kept twice, so that a damaged
 * octet does not cost the data.
 */
public final class DataDirectory {
    private static final List<String> IDENTITIES = List.of("identity", "identity.copy");
    private static final String MAP = "map";
    private static final String NEWEST_MAP = "map.newest";
    private static final int MOST_MAP_BYTES = 1 << 28;

    private final LogFiles files;
    private final String bootId;
    private final TailTrust trust;
    private final boolean fresh;
    private DataIdentity identity;

    private DataDirectory(LogFiles files, String bootId, DataIdentity identity, boolean fresh) {
        this.files = files;
        this.bootId = bootId;
        this.identity = identity;
        this.fresh = fresh;
        this.trust = identity.syncFailed()
                ? TailTrust.DURABLE
                : identity.bootId().equals(bootId) ? TailTrust.WRITTEN : TailTrust.GAPLESS;
    }

    /**
     * @param bootId the machine's, which changes when it starts anew
     * @param ids gives an id that no other directory has
     * @throws NewerFormatException when a later version wrote it
     * @throws DataDirectoryException when it cannot be used; the message says what to do
     */
    public static DataDirectory open(LogFiles files, String bootId, LongSupplier ids) {
        try {
            DataIdentity found = null;
            for (String name : IDENTITIES) {
                byte[] content = content(files, name);
                if (found == null && content != null) {
                    found = DataIdentity.read(content, files.description() + "/" + name);
                }
            }
            if (found != null) {
                return new DataDirectory(files, bootId, found, false);
            }
            if (!files.names(FileNames.LOG).isEmpty()
                    || !files.names(FileNames.SNAPSHOTS).isEmpty()) {
                throw new DataDirectoryException(files.description() + " holds data, and the file '" + IDENTITIES.get(0)
                        + "', which says whose, cannot be read: put it back, or move the directory away to let the"
                        + " slave begin with an empty one");
            }
            DataDirectory created = new DataDirectory(
                    files, bootId, new DataIdentity(DataIdentity.FORMAT, ids.getAsLong(), "", bootId, false), true);
            created.store();
            return created;
        } catch (IOException e) {
            throw new DataDirectoryException("the data directory " + files.description() + " cannot be used: " + e, e);
        }
    }

    public long dataId() {
        return identity.dataId();
    }

    /** The cluster whose data it holds; null before there was one. */
    public String clusterId() {
        return identity.clusterId().isEmpty() ? null : identity.clusterId();
    }

    /** Whether nothing was there. */
    public boolean isFresh() {
        return fresh;
    }

    /** What may be believed of the log's end. */
    public TailTrust trust() {
        return trust;
    }

    /** Its content has been recovered, and is in use from now on. */
    public void inUse() {
        if (!identity.syncFailed() && identity.bootId().equals(bootId)) {
            return; // So that a disk that is full can be used again.
        }
        change(new DataIdentity(DataIdentity.FORMAT, identity.dataId(), identity.clusterId(), bootId, false));
    }

    /**
     * The slave has been given its place in a cluster.
     *
     * @throws DataDirectoryException when the data is another cluster's
     */
    public void belongsTo(String clusterId) {
        if (clusterId.equals(identity.clusterId())) {
            return;
        }
        if (!identity.clusterId().isEmpty()) {
            throw new DataDirectoryException(files.description() + " holds data of the cluster "
                    + identity.clusterId() + ", and this slave has been given a place in the cluster " + clusterId
                    + ": use another data directory");
        }
        change(new DataIdentity(DataIdentity.FORMAT, identity.dataId(), clusterId, identity.bootId(), false));
    }

    /** An fsync has failed: the next start believes only what was durable before. Returns whether that could be noted. */
    public boolean syncFailed() {
        try {
            change(new DataIdentity(
                    DataIdentity.FORMAT, identity.dataId(), identity.clusterId(), identity.bootId(), true));
            return true;
        } catch (DataDirectoryException failedToo) {
            return false;
        }
    }

    /** The octets of the last maps, as {@link #noteMap} and {@link #storeMap} left them. Who reads them checks them. */
    public List<byte[]> maps() {
        try {
            List<byte[]> kept = new ArrayList<>();
            for (String name : List.of(NEWEST_MAP, MAP)) {
                byte[] content = content(files, name);
                if (content != null) {
                    kept.add(content);
                }
            }
            return kept;
        } catch (IOException e) {
            throw new DataDirectoryException("the map in " + files.description() + " cannot be read: " + e, e);
        }
    }

    /**
     * The newest of {@link #maps}; null where there is none.
     *
     * @param unreadable is told of those that are passed over
     */
    public ClusterMap newestMap(Consumer<MalformedMapException> unreadable) {
        ClusterMap newest = null;
        for (byte[] stored : maps()) {
            try {
                ClusterMap map = ClusterMapCodec.decode(stored);
                newest = map.isNewerThan(newest) ? map : newest;
            } catch (MalformedMapException damaged) {
                unreadable.accept(damaged);
            }
        }
        return newest;
    }

    /** Keeps a map through the end of this process: that costs no time of the disk. */
    public void noteMap(byte[] map) {
        try {
            files.overwrite(NEWEST_MAP, map);
        } catch (IOException e) {
            throw new DataDirectoryException("the map cannot be noted in " + files.description() + ": " + e, e);
        }
    }

    /** Keeps a map through a loss of power. */
    public void storeMap(byte[] map) {
        try {
            files.replace(MAP, map);
        } catch (IOException e) {
            throw new DataDirectoryException("the map cannot be stored in " + files.description() + ": " + e, e);
        }
    }

    private void change(DataIdentity next) {
        identity = next;
        try {
            store();
        } catch (IOException e) {
            throw new DataDirectoryException(files.description() + " cannot be written: " + e, e);
        }
    }

    private void store() throws IOException {
        for (String name : IDENTITIES) {
            files.replace(name, identity.toBytes());
        }
    }

    private static byte[] content(LogFiles files, String name) throws IOException {
        try (LogFiles.ReadFile file = files.open(name)) {
            long size = file.size();
            if (size > MOST_MAP_BYTES) {
                return null;
            }
            byte[] content = new byte[(int) size];
            file.read(0, content, 0, content.length);
            return content;
        } catch (NoSuchFileException none) {
            return null;
        }
    }
}
