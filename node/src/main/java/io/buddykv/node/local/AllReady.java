package io.buddykv.node.local;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** When every node says at its http port that it is ready, and the active master that all key ranges are served. */
final class AllReady implements Readiness {
    /** What it is that a master waits for is not asked in a start that goes well, and not often. */
    private static final long FIRST_WHY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long WHY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ClusterObserver observer = new ClusterObserver();
    private final Set<ProcessMark> readyBefore = new HashSet<>();
    private List<String> whys = List.of();
    private long askWhyNanos = System.nanoTime() + FIRST_WHY_NANOS;

    @Override
    public Optional<String> missing(ClusterState state, List<NodeState> nodes) {
        List<String> notReady = nodes.stream()
                .filter(node -> !isReady(state, node))
                .map(node -> node.name().toString())
                .toList();
        if (!notReady.isEmpty()) {
            List<String> waits = whatMastersWaitFor(state);
            return Optional.of(String.join(", ", notReady) + (waits.isEmpty() ? "" : "; " + String.join("; ", waits)));
        }
        Optional<ClusterReport> report = observer.report(state);
        if (report.isEmpty()) {
            return Optional.of("the active master");
        }
        return report.get().ready() ? Optional.empty() : Optional.of("key ranges to be served");
    }

    /** Each answer costs a process that starts some time: who was ready once is not asked again. */
    private boolean isReady(ClusterState state, NodeState node) {
        if (readyBefore.contains(node.process())) {
            return node.isAlive();
        }
        boolean ready = observer.isReady(state, node);
        if (ready) {
            readyBefore.add(node.process());
        }
        return ready;
    }

    private List<String> whatMastersWaitFor(ClusterState state) {
        if (System.nanoTime() - askWhyNanos >= 0) {
            whys = observer.mastersWaitFor(state);
            askWhyNanos = System.nanoTime() + WHY_NANOS;
        }
        return whys;
    }
}
