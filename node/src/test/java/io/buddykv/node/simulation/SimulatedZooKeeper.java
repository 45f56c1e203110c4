package io.buddykv.node.simulation;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.topology.ClusterMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The membership service itself: the stored map, the ephemerals and the candidates of its sessions. A session that has not
 * been heard of for its time-out is over. While the service is stopped it answers nobody and ends no session.
 */
final class SimulatedZooKeeper {
    static final String HOST = "zookeeper";
    static final long SESSION_TIMEOUT_NANOS = 600 * SimulatedWorld.MILLI;

    private final SimulatedWorld world;
    private final BiConsumer<ClusterMap, ClusterMap> wanted;
    private final BiConsumer<ClusterMap, ClusterMap> written;
    private final Map<Long, Session> sessions = new LinkedHashMap<>();
    private StoredMap stored = new StoredMap(null, -1);
    private boolean running = true;
    private long lastSession;
    private long lastEphemeral;
    private long lastTerm;
    private long changes;

    /** One client's session. */
    private static final class Session {
        private final SimulatedMembership client;
        private long heardAt;
        private Announcement announcement;
        private MasterAddress candidate;
        private long term;

        Session(SimulatedMembership client) {
            this.client = client;
        }
    }

    /**
     * All that clients watch.
     *
     * @param change rises with every change of anything here
     * @param candidates in the order in which they stood, with the session and the term of each
     */
    record Snapshot(long change, StoredMap map, List<Announcement> ephemerals, List<Candidate> candidates) {}

    record Candidate(long session, long term, MasterAddress address) {}

    /**
     * @param wanted is told of every map that a master sends, with the one that is stored then
     * @param written is told of every map that is stored, with the one before it
     */
    SimulatedZooKeeper(
            SimulatedWorld world,
            BiConsumer<ClusterMap, ClusterMap> wanted,
            BiConsumer<ClusterMap, ClusterMap> written) {
        this.world = world;
        this.wanted = wanted;
        this.written = written;
    }

    boolean isRunning() {
        return running;
    }

    ClusterMap map() {
        return stored.map();
    }

    void stop() {
        running = false;
    }

    void start() {
        running = true;
        sessions.values().forEach(session -> session.heardAt = world.now());
        sessions.keySet().forEach(this::expireLater);
    }

    /** Everything stored is gone, as after the loss of all its disks. Sessions are new ones afterwards. */
    void loseEverything() {
        stored = new StoredMap(null, -1);
        sessions.clear();
        lastTerm = 0;
        changed();
    }

    /** Somebody sends this map to be stored. */
    void wanted(ClusterMap map) {
        wanted.accept(stored.map(), map);
    }

    // ---- requests of clients that have arrived here

    long open(SimulatedMembership client) {
        Session session = new Session(client);
        session.heardAt = world.now();
        sessions.put(++lastSession, session);
        expireLater(lastSession);
        return lastSession;
    }

    /** False when the session is over. */
    boolean heard(long id) {
        Session session = sessions.get(id);
        if (session != null) {
            session.heardAt = world.now();
        }
        return session != null;
    }

    void close(long id) {
        if (sessions.remove(id) != null) {
            changed();
        }
    }

    StoredMap read() {
        return stored;
    }

    MapWrite write(ClusterMap map, int expectedStoreVersion) {
        if (stored.storeVersion() != expectedStoreVersion) {
            return new MapWrite.Conflict();
        }
        ClusterMap before = stored.map();
        stored = new StoredMap(map, expectedStoreVersion + 1);
        written.accept(before, map);
        changed();
        return new MapWrite.Confirmed(stored.storeVersion());
    }

    /** The path of the session's new ephemeral; null when the session is over. */
    String announce(long id, Announcement announcement) {
        Session session = sessions.get(id);
        if (session == null) {
            return null;
        }
        String path = "/slaves/" + ++lastEphemeral;
        session.announcement = new Announcement(
                path,
                announcement.number(),
                announcement.incarnation(),
                announcement.endpoints(),
                announcement.protocol());
        changed();
        return path;
    }

    void withdraw(long id) {
        Session session = sessions.get(id);
        if (session != null) {
            session.announcement = null;
            changed();
        }
    }

    /** Stands for election, behind all others; again when it stood before. */
    void stand(long id, MasterAddress candidate) {
        Session session = sessions.remove(id);
        if (session != null) {
            sessions.put(id, session);
            session.candidate = candidate;
            session.term = ++lastTerm;
            changed();
        }
    }

    Snapshot snapshot() {
        List<Announcement> ephemerals = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        sessions.forEach((id, session) -> {
            if (session.announcement != null) {
                ephemerals.add(session.announcement);
            }
            if (session.candidate != null) {
                candidates.add(new Candidate(id, session.term, session.candidate));
            }
        });
        candidates.sort((a, b) -> Long.compare(a.term(), b.term()));
        return new Snapshot(changes, stored, ephemerals, candidates);
    }

    // ---- inside

    private void changed() {
        changes++;
        Snapshot snapshot = snapshot();
        List.copyOf(sessions.values()).forEach(session -> session.client.notify(snapshot));
    }

    private void expireLater(long id) {
        world.after(SESSION_TIMEOUT_NANOS, () -> expire(id));
    }

    private void expire(long id) {
        Session session = sessions.get(id);
        if (session == null || !running) {
            return;
        }
        long due = session.heardAt + SESSION_TIMEOUT_NANOS;
        if (due > world.now()) {
            world.at(due, () -> expire(id));
            return;
        }
        world.trace("zookeeper: session of " + session.client.host() + " expired");
        sessions.remove(id);
        changed();
    }
}
