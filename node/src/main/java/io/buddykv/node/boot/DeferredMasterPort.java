package io.buddykv.node.boot;

import io.buddykv.node.slave.MasterPort;
import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The master port is bound before the slave behind it exists, since the slave has to know the port that was bound. */
final class DeferredMasterPort implements MasterPort {
    private volatile MasterPort slave;

    void is(MasterPort started) {
        slave = started;
    }

    @Override
    public CompletionStage<CheckAnswer> check(Check check) {
        return slave == null ? starting() : slave.check(check);
    }

    @Override
    public CompletionStage<Void> push(ClusterMap map) {
        return slave == null ? starting() : slave.push(map);
    }

    @Override
    public CompletionStage<ClusterMap> map() {
        return slave == null ? starting() : slave.map();
    }

    @Override
    public CompletionStage<SlaveLoad> load() {
        return slave == null ? starting() : slave.load();
    }

    private static <T> CompletionStage<T> starting() {
        return CompletableFuture.failedFuture(new IllegalStateException("this slave is starting"));
    }
}
