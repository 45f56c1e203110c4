package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.boot.Role;
import io.buddykv.node.port.http.ClusterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slaves that are told to end hand everything over first: unmodified clients with their own settings get no error. */
@ExtendWith(SharedCluster.Extension.class)
class GracefulStopIT {
    private static final int STOPS = Rounds.of(2, 20);
    private static final int THREADS_OF_EACH = 2;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void noClientGetsAnErrorWhenSlavesAreTerminated(SharedCluster shared) throws Exception {
        LocalCluster cluster = shared.cluster();
        try (LibraryClient jedis = LibraryClient.jedis(cluster.clientAddresses());
                LibraryClient lettuce = LibraryClient.lettuce(cluster.clientAddresses())) {
            List<LibraryLoad> loads = new ArrayList<>();
            for (int thread = 0; thread < THREADS_OF_EACH; thread++) {
                loads.add(new LibraryLoad(jedis, "jedis:" + thread));
                loads.add(new LibraryLoad(lettuce, "lettuce:" + thread));
            }
            loads.forEach(Thread::start);
            for (int round = 0; round < STOPS; round++) {
                terminate(cluster, LocalCluster.FIRST_SLAVE + round % SharedCluster.SLAVES, loads);
            }
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
