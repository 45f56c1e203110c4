package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: asked first (SIGTERM), then, those that have not ended in time, killed (SIGKILL). */
final class OrderlyEnd {
    /**
     * In which order a whole cluster ends. Masters first: from then on nobody writes the map, so that no in-sync set shrinks
     * while one slave after the other ends.
     */
    static final List<Role> ROLES = List.of(Role.MASTER, Role.SLAVE, Role.ZOOKEEPER);

    private OrderlyEnd() {}

    /** Returns when all have ended; how many had to be killed. */
    static int of(List<ProcessHandle> processes, long patienceMillis) {
        for (ProcessHandle process : processes) {
            process.destroy();
            // A stopped process would not hear the request.
            Signals.resume(process.pid());
        }
        if (await(processes, patienceMillis)) {
            return 0;
        }
        List<ProcessHandle> left =
                processes.stream().filter(ProcessHandle::isAlive).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        await(left, patienceMillis);
        return left.size();
    }

    private static boolean await(List<ProcessHandle> processes, long millis) {
        CompletableFuture<?> all = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        try {
            all.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
