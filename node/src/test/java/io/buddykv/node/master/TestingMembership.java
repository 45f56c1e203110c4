package io.buddykv.node.master;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import io.buddykv.topology.Endpoints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A membership service in memory, whose next writes can be made to end as a test says. */
final class TestingMembership implements Membership {
    /** How a write ends. */
    enum WriteFate {
        CONFIRMED,
        UNKNOWN_BUT_WRITTEN,
        UNKNOWN_AND_LOST,
        NEVER_ANSWERED
    }

    final List<ClusterMap> written = new ArrayList<>();
    final Deque<WriteFate> fates = new ArrayDeque<>();
    private final List<Consumer<StoredMap>> mapListeners = new ArrayList<>();
    private final List<Consumer<List<Announcement>>> slaveListeners = new ArrayList<>();
    private final Map<String, Announcement> ephemerals = new TreeMap<>();
    private StoredMap stored = new StoredMap(null, -1);
    boolean readable = true;
    ElectionListener candidate;

    ClusterMap stored() {
        return stored.map();
    }

    int writes() {
        return written.size();
    }

    /** What another process wrote, or an operator restored. */
    void store(ClusterMap map) {
        stored = new StoredMap(map, map == null ? -1 : stored.storeVersion() + 1);
    }

    /** Everybody notices what is stored. */
    void tellMap() {
        mapListeners.forEach(listener -> listener.accept(stored));
    }

    /** The service has lost everything. */
    void loseMap() {
        stored = new StoredMap(null, -1);
    }

    void ephemeral(String path, Announcement announcement) {
        ephemerals.put(path, announcement);
        tellSlaves();
    }

    void ephemeralGone(String path) {
        ephemerals.remove(path);
        tellSlaves();
    }

    private void tellSlaves() {
        slaveListeners.forEach(listener -> listener.accept(List.copyOf(ephemerals.values())));
    }

    @Override
    public CompletionStage<StoredMap> readMap() {
        return readable
                ? CompletableFuture.completedFuture(stored)
                : CompletableFuture.failedFuture(new IllegalStateException("no connection"));
    }

    @Override
    public CompletionStage<MapWrite> writeMap(ClusterMap map, int expectedStoreVersion) {
        ClusterMap decoded = ClusterMapCodec.decode(ClusterMapCodec.encode(map));
        WriteFate fate = fates.isEmpty() ? WriteFate.CONFIRMED : fates.remove();
        if (fate == WriteFate.UNKNOWN_AND_LOST) {
            return CompletableFuture.completedFuture(new MapWrite.Unknown("connection lost"));
        }
        if (expectedStoreVersion != stored.storeVersion()) {
            return CompletableFuture.completedFuture(new MapWrite.Conflict());
        }
        stored = new StoredMap(decoded, expectedStoreVersion + 1);
        written.add(decoded);
        mapListeners.forEach(listener -> listener.accept(stored));
        return switch (fate) {
            case CONFIRMED -> CompletableFuture.completedFuture(new MapWrite.Confirmed(stored.storeVersion()));
            case UNKNOWN_BUT_WRITTEN -> CompletableFuture.completedFuture(new MapWrite.Unknown("connection lost"));
            default -> new CompletableFuture<>();
        };
    }

    @Override
    public void watchMap(Consumer<StoredMap> listener) {
        mapListeners.add(listener);
        if (stored.map() != null) {
            listener.accept(stored);
        }
    }

    @Override
    public CompletionStage<String> announce(int number, long incarnation, Endpoints endpoints) {
        String path = "/slaves/" + incarnation;
        ephemeral(path, new Announcement(path, number, incarnation, endpoints, ProtocolVersion.CURRENT));
        return CompletableFuture.completedFuture(path);
    }

    @Override
    public CompletionStage<Void> withdraw() {
        throw new UnsupportedOperationException("a master has no ephemeral to withdraw");
    }

    @Override
    public void watchSlaves(Consumer<List<Announcement>> listener) {
        slaveListeners.add(listener);
        listener.accept(List.copyOf(ephemerals.values()));
    }

    @Override
    public void campaign(MasterAddress self, ElectionListener listener) {
        candidate = listener;
    }

    @Override
    public void abstain() {
        ElectionListener standing = candidate;
        candidate = null;
        standing.deposed();
    }

    @Override
    public void watchMasters(Consumer<List<MasterAddress>> listener) {}

    @Override
    public boolean isConnected() {
        return readable;
    }

    @Override
    public void close() {}
}
