package io.buddykv.node.master;

import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.ForeignProtocolException;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.Endpoints;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The network between a master and slaves that a test scripts: one millisecond each way. */
final class TestingSlaves implements MasterPort.Directory {
    private static final long WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Timers timers;
    private final Map<Endpoints, TestingSlave> slaves = new HashMap<>();

    TestingSlaves(Timers timers) {
        this.timers = timers;
    }

    /** A process takes over this address; nothing else can be heard there. */
    void put(Endpoints endpoints, TestingSlave slave) {
        slaves.put(endpoints, slave);
    }

    @Override
    public MasterPort of(Endpoints endpoints) {
        return new MasterPort() {
            @Override
            public CompletionStage<io.buddykv.protocol.message.CheckAnswer> check(
                    io.buddykv.protocol.message.Check check) {
                return call(endpoints, slave -> slave.check(check));
            }

            @Override
            public CompletionStage<Void> push(io.buddykv.topology.ClusterMap map) {
                return call(endpoints, slave -> slave.push(map));
            }

            @Override
            public CompletionStage<io.buddykv.topology.ClusterMap> map() {
                return call(endpoints, TestingSlave::map);
            }

            @Override
            public CompletionStage<SlaveLoad> load() {
                return call(endpoints, TestingSlave::load);
            }
        };
    }

    private <T> CompletionStage<T> call(
            Endpoints endpoints, java.util.function.Function<TestingSlave, Supplier<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        timers.after(WAY_NANOS, () -> {
            TestingSlave slave = slaves.get(endpoints);
            if (slave == null || slave.isDead()) {
                timers.after(WAY_NANOS, () -> answer.completeExceptionally(new IllegalStateException("refused")));
            } else if (!slave.isSilent()) {
                timers.after(slave.delayNanos() + WAY_NANOS, () -> {
                    if (slave.isDead() || slave.isSilent()) {
                        return;
                    }
                    if (!ProtocolVersion.isSpoken(slave.protocol)) {
                        answer.completeExceptionally(
                                new ForeignProtocolException("slave at " + endpoints.host(), slave.protocol));
                        return;
                    }
                    try {
                        answer.complete(question.apply(slave).get());
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
            }
        });
        return answer;
    }
}
