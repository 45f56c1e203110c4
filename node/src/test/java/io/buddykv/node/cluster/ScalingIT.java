package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.boot.Role;
import io.buddykv.node.port.http.ClusterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The number of slaves changes under load: unmodified clients get no error, nothing acknowledged is lost, histories are
 * linearizable; and whoever dies in the middle of it, it comes to its end.
 */
class ScalingIT {
    private static final int CLIENTS = 4;
    private static final int KEYS = 20_000;
    private static final int VALUE_BYTES = 500;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void clientsNoticeNothing() throws Exception {
        int first = Rounds.isFull() ? 3 : 2;
        int[] steps = Rounds.isFull() ? new int[] {4, 6, 3, 1, 3} : new int[] {3, 2};
        try (LocalCluster cluster = LocalCluster.startPatient("ScalingIT", first);
                LibraryClient jedis = LibraryClient.jedis(cluster.clientAddresses());
                LibraryClient lettuce = LibraryClient.lettuce(cluster.clientAddresses());
                RecordedLoad load = new RecordedLoad(cluster.clientAddresses())) {
            fill(cluster);
            load.start(CLIENTS);
            List<LibraryLoad> loads = List.of(new LibraryLoad(jedis, "jedis"), new LibraryLoad(lettuce, "lettuce"));
            TransactionLoad transactions = new TransactionLoad(cluster.clientAddresses());
            loads.forEach(Thread::start);
            transactions.start();
            for (int slaves : steps) {
                load.awaitMoreCalls();
                long begun = System.nanoTime();
                cluster.scale(slaves);
                System.out.println("Scaling to " + slaves + ": " + (System.nanoTime() - begun) / 1_000_000 + " ms");
                assertBalanced(cluster.awaitWhole());
            }
            load.awaitMoreCalls();
            for (LibraryLoad library : loads) {
                library.finish();
            }
            load.finish();
            transactions.finish();
            System.out.println("Scaling: " + load.summary() + ", " + transactions.transactions() + " transactions, "
                    + transactions.repeated() + " of them again, "
                    + loads.stream().mapToLong(LibraryLoad::calls).sum() + " calls of Jedis and Lettuce");
            load.assertSound();
            assertThat(load.unknown()).as("outcomes unknown").isZero();
            assertThat(loads).allSatisfy(library -> assertThat(library.errors()).isEmpty());
            assertThat(loads).allSatisfy(library -> assertThat(library.wrong()).isEmpty());
            assertThat(transactions.errors()).as("transactions").isEmpty();
            assertThat(transactions.transactions()).isPositive();
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void whoeverIsKilledInTheMiddleItEndsBalancedAndRedundant() throws Exception {
        int slaves = Rounds.isFull() ? 3 : 2;
        ExecutorService scaling = Executors.newSingleThreadExecutor();
        try (LocalCluster cluster = LocalCluster.startPatient("ScalingIT", slaves);
                RecordedLoad load = new RecordedLoad(cluster.clientAddresses())) {
            fill(cluster);
            load.start(CLIENTS);
            List<Callable<Void>> kills = new ArrayList<>();
            kills.add(() -> kill(cluster, Role.SLAVE, slaves + 1));
            if (Rounds.isFull()) {
                kills.add(() -> kill(cluster, Role.SLAVE, 1));
                kills.add(
                        () -> kill(cluster, Role.MASTER, cluster.activeMaster().orElseThrow()));
            }
            for (Callable<Void> kill : kills) {
                Future<String> done = scaling.submit(() -> cluster.scale(slaves + 1));
                cluster.await(
                        "ranges are moving",
                        status ->
                                status.moves().underWay() > 0 && status.slaves().size() == slaves + 1);
                kill.call();
                done.get();
                assertBalanced(cluster.awaitWhole());
                cluster.scale(slaves);
                assertBalanced(cluster.awaitWhole());
            }
            load.finish();
            load.assertSound();
        } finally {
            scaling.shutdownNow();
        }
    }

    private static Void kill(LocalCluster cluster, Role role, int number) {
        cluster.processes().kill(role, number);
        return null;
    }

    private static void assertBalanced(ClusterStatus status) {
        List<Integer> homes =
                status.slaves().stream().map(ClusterStatus.Slave::homes).toList();
        int share = status.ranges().total() / homes.size();
        assertThat(homes).allMatch(count -> count == share || count == share + 1);
        assertThat(status.moves().left()).isZero();
    }

    static void fill(LocalCluster cluster) {
        SlotMap slots = new SlotMap(cluster.clientAddresses());
        slots.refresh(0);
        String value = "v".repeat(VALUE_BYTES);
        try (ClusterClient client = new ClusterClient(slots, 5_000, 0)) {
            for (int key = 0; key < KEYS; key++) {
                assertThat(client.call(10_000, "SET", "filled:" + key, value))
                        .isInstanceOf(ClusterClient.Outcome.Answered.class);
            }
        }
    }
}
