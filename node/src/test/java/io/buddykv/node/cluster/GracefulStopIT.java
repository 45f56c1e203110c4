package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.boot.Role;
import io.buddykv.node.port.http.ClusterStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slaves that are told to end hand everything over first: unmodified clients with their own settings get no error. */
class GracefulStopIT {
    private static final int SLAVES = 3;
    private static final int STOPS = Rounds.of(2, 20);
    private static final int MOST_ROUNDS = 3 * STOPS;
    private static final int THREADS_OF_EACH = 2;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void noClientGetsAnErrorWhenSlavesAreTerminated() throws Exception {
        try (LocalCluster cluster = start();
                LibraryClient jedis = LibraryClient.jedis(cluster.clientAddresses());
                LibraryClient lettuce = LibraryClient.lettuce(cluster.clientAddresses())) {
            List<LibraryLoad> loads = new ArrayList<>();
            for (int thread = 0; thread < THREADS_OF_EACH; thread++) {
                loads.add(new LibraryLoad(jedis, "jedis:" + thread));
                loads.add(new LibraryLoad(lettuce, "lettuce:" + thread));
            }
            loads.forEach(Thread::start);
            int stops = 0;
            for (int round = 0; round < MOST_ROUNDS && stops < STOPS; round++) {
                long failedOver = cluster.rangesFailedOver();
                terminate(cluster, LocalCluster.FIRST_SLAVE + round % SLAVES, loads);
                if (cluster.rangesFailedOver() == failedOver) {
                    stops++;
                } else {
                    System.out.println("Graceful stops: a slave did not get a processor in time and was taken for dead;"
                            + " that stop does not count");
                    loads.forEach(LibraryLoad::forgive);
                }
            }
            assertThat(stops).as("stops without a failure").isEqualTo(STOPS);
            for (LibraryLoad load : loads) {
                load.finish();
            }
            System.out.println("Graceful stops: " + STOPS + ", "
                    + loads.stream().mapToLong(LibraryLoad::calls).sum() + " calls, "
                    + loads.stream().mapToInt(load -> load.errors().size()).sum() + " errors");
            assertThat(loads).allSatisfy(load -> assertThat(load.errors()).isEmpty());
            assertThat(loads).allSatisfy(load -> assertThat(load.wrong()).isEmpty());
        }
    }

    /** The profile proof, on a machine of its own, shows it with the standard times. */
    private static LocalCluster start() throws IOException {
        return Rounds.isFull()
                ? LocalCluster.start("GracefulStopIT", SLAVES)
                : LocalCluster.startPatient("GracefulStopIT", SLAVES);
    }

    private static void terminate(LocalCluster cluster, int slave, List<LibraryLoad> loads) throws Exception {
        ClusterStatus before = cluster.awaitWhole();
        LibraryLoad.awaitMoreCalls(loads);
        Process process = cluster.processes().process(Role.SLAVE, slave);

        cluster.processes().terminate(Role.SLAVE, slave);

        assertThat(process.waitFor(LocalCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("slave " + slave + " ends")
                .isTrue();
        cluster.await(
                "slave " + slave + " is back in its place",
                status -> status.version() > before.version() && cluster.isWhole(status));
    }
}
