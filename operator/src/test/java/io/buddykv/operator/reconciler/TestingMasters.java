package io.buddykv.operator.reconciler;

import io.buddykv.crds.ClusterShape;
import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.MasterPort;
import java.util.List;
import java.util.Optional;

/** Masters that never answer. They are asked in each reconciliation, after the sets and before anything is applied. */
final class TestingMasters implements MasterPort {
    private volatile Runnable whenAsked = () -> {};

    void whenAsked(Runnable called) {
        whenAsked = called;
    }

    @Override
    public Optional<ClusterView> view(List<String> addresses) {
        whenAsked.run();
        return Optional.empty();
    }

    @Override
    public void orderSize(ClusterView.Master active, String credentials, int slaves) {
        throw new AssertionError("no master is active");
    }

    @Override
    public void orderShape(ClusterView.Master active, String credentials, ClusterShape shape) {
        throw new AssertionError("no master is active");
    }
}
