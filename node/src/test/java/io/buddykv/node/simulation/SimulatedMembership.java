package io.buddykv.node.simulation;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One process's client of the membership service. It keeps its session alive by pings; without an answer for two thirds of
 * the time-out it counts as disconnected and gives up its candidacy; after the loss of a session it makes a new one, a new
 * ephemeral and stands again.
 */
final class SimulatedMembership implements Membership {
    private static final long PING_NANOS = SimulatedZooKeeper.SESSION_TIMEOUT_NANOS / 6;
    private static final long DISCONNECTED_NANOS = SimulatedZooKeeper.SESSION_TIMEOUT_NANOS * 2 / 3;
    private static final long REQUEST_TIMEOUT_NANOS = SimulatedZooKeeper.SESSION_TIMEOUT_NANOS;

    private final SimulatedNetwork network;
    private final SimulatedZooKeeper service;
    private final SimulatedProcess process;
    private final SimulatedTimers loop;
    private final List<Consumer<StoredMap>> mapListeners = new ArrayList<>();
    private final List<Consumer<List<Announcement>>> slaveListeners = new ArrayList<>();
    private final List<Consumer<List<MasterAddress>>> masterListeners = new ArrayList<>();
    private SimulatedZooKeeper.Snapshot seen;
    private long session;
    private boolean connected;
    private long heardNanos;
    private Announcement announcement;
    private CompletableFuture<String> firstPath;
    private MasterAddress candidate;
    private ElectionListener election;
    private long leadingTerm;
    private long announcedIn;
    private long stoodIn;
    private boolean closed;

    SimulatedMembership(SimulatedNetwork network, SimulatedZooKeeper service, SimulatedProcess process) {
        this.network = network;
        this.service = service;
        this.process = process;
        this.loop = process.newLoop();
    }

    void start() {
        loop.execute(this::ping);
    }

    String host() {
        return process.host();
    }

    // ---- the session

    private void ping() {
        if (closed) {
            return;
        }
        long mine = session;
        long sentNanos = process.clock().nanos();
        request(() -> pong(mine)).thenAccept(pong -> alive(mine, pong, sentNanos));
        if (connected && process.clock().nanos() - heardNanos > DISCONNECTED_NANOS) {
            connected = false;
            depose();
        }
        loop.after(PING_NANOS, this::ping);
    }

    private record Pong(long session, SimulatedZooKeeper.Snapshot snapshot) {}

    /** At the service. */
    private Pong pong(long asked) {
        long id = asked != 0 && service.heard(asked) ? asked : service.open(this);
        return new Pong(id, service.snapshot());
    }

    private void alive(long asked, Pong pong, long sentNanos) {
        if (closed || (asked != session && session != 0)) {
            return;
        }
        heardNanos = sentNanos;
        boolean returns = !connected;
        session = pong.session();
        connected = true;
        if (announcement != null && announcedIn != session) {
            makeEphemeral();
        }
        if (candidate != null && (returns || stoodIn != session)) {
            stand();
        }
        take(pong.snapshot());
    }

    /** Asks the service; never completes when no answer comes. */
    private <T> CompletableFuture<T> request(Supplier<T> atService) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        network.carry(host(), SimulatedZooKeeper.HOST, () -> {
            if (service.isRunning()) {
                T value = atService.get();
                network.carry(SimulatedZooKeeper.HOST, host(), () -> loop.run(() -> answer.complete(value)));
            }
        });
        return answer;
    }

    private <T> CompletableFuture<T> requestWithin(Supplier<T> atService) {
        CompletableFuture<T> answer = request(atService);
        loop.after(REQUEST_TIMEOUT_NANOS, () -> answer.completeExceptionally(new TimeoutException("ConnectionLoss")));
        return answer;
    }

    // ---- watches

    /** Called by the service with its present state. */
    void notify(SimulatedZooKeeper.Snapshot snapshot) {
        if (process.isAlive() && !network.isCut(SimulatedZooKeeper.HOST, host())) {
            network.carry(SimulatedZooKeeper.HOST, host(), () -> loop.run(() -> take(snapshot)));
        }
    }

    private void take(SimulatedZooKeeper.Snapshot snapshot) {
        if (closed || (seen != null && snapshot.change() <= seen.change())) {
            return;
        }
        SimulatedZooKeeper.Snapshot before = seen;
        seen = snapshot;
        if (before == null || !before.map().equals(snapshot.map())) {
            mapListeners.forEach(listener -> listener.accept(snapshot.map()));
        }
        if (before == null || !before.ephemerals().equals(snapshot.ephemerals())) {
            slaveListeners.forEach(listener -> listener.accept(snapshot.ephemerals()));
        }
        if (before == null || !before.candidates().equals(snapshot.candidates())) {
            masterListeners.forEach(listener -> listener.accept(masters(snapshot)));
            elect(snapshot);
        }
    }

    private static List<MasterAddress> masters(SimulatedZooKeeper.Snapshot snapshot) {
        return snapshot.candidates().stream()
                .map(SimulatedZooKeeper.Candidate::address)
                .toList();
    }

    private void elect(SimulatedZooKeeper.Snapshot snapshot) {
        boolean first = connected
                && election != null
                && !snapshot.candidates().isEmpty()
                && snapshot.candidates().get(0).session() == session;
        if (!first) {
            depose();
        } else if (leadingTerm != snapshot.candidates().get(0).term()) {
            depose();
            leadingTerm = snapshot.candidates().get(0).term();
            election.elected(leadingTerm);
        }
    }

    private void depose() {
        if (leadingTerm != 0) {
            leadingTerm = 0;
            election.deposed();
        }
    }

    // ---- what the process asks for

    @Override
    public CompletionStage<StoredMap> readMap() {
        return requestWithin(service::read);
    }

    @Override
    public CompletionStage<MapWrite> writeMap(ClusterMap map, int expectedStoreVersion) {
        service.wanted(map);
        CompletableFuture<MapWrite> answer = new CompletableFuture<>();
        requestWithin(() -> service.write(map, expectedStoreVersion))
                .whenComplete((result, failure) -> answer.complete(
                        failure == null ? result : new MapWrite.Unknown("no answer: " + failure.getMessage())));
        return answer;
    }

    @Override
    public void watchMap(Consumer<StoredMap> listener) {
        mapListeners.add(listener);
        if (seen != null && seen.map().map() != null) {
            StoredMap present = seen.map();
            loop.execute(() -> listener.accept(present));
        }
    }

    @Override
    public CompletionStage<String> announce(int number, long incarnation, Endpoints endpoints) {
        announcement = new Announcement("", number, incarnation, endpoints, ProtocolVersion.CURRENT);
        firstPath = new CompletableFuture<>();
        announcedIn = 0;
        if (session != 0) {
            makeEphemeral();
        }
        return firstPath;
    }

    private void makeEphemeral() {
        long mine = session;
        Announcement wanted = announcement;
        CompletableFuture<String> made = firstPath;
        request(() -> service.announce(mine, wanted)).thenAccept(path -> {
            if (path != null) {
                announcedIn = mine;
                made.complete(path);
            }
        });
    }

    @Override
    public CompletionStage<Void> withdraw() {
        announcement = null;
        long mine = session;
        return request(() -> {
            service.withdraw(mine);
            return null;
        });
    }

    @Override
    public void watchSlaves(Consumer<List<Announcement>> listener) {
        slaveListeners.add(listener);
        if (seen != null) {
            List<Announcement> present = seen.ephemerals();
            loop.execute(() -> listener.accept(present));
        }
    }

    @Override
    public void campaign(MasterAddress self, ElectionListener listener) {
        candidate = self;
        election = listener;
        if (session != 0) {
            stand();
        }
    }

    @Override
    public void abstain() {
        throw new UnsupportedOperationException("every simulated node speaks the same protocol");
    }

    private void stand() {
        long mine = session;
        depose();
        request(() -> {
                    service.stand(mine, candidate);
                    return service.snapshot();
                })
                .thenAccept(snapshot -> {
                    stoodIn = mine;
                    take(snapshot);
                });
    }

    @Override
    public void watchMasters(Consumer<List<MasterAddress>> listener) {
        masterListeners.add(listener);
        if (seen != null) {
            List<MasterAddress> present = masters(seen);
            loop.execute(() -> listener.accept(present));
        }
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            depose();
            long mine = session;
            request(() -> {
                service.close(mine);
                return null;
            });
        }
    }
}
