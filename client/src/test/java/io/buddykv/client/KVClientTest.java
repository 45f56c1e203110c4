package io.buddykv.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.buddykv.client.failure.CallTimeoutException;
import io.buddykv.client.failure.ClientClosedException;
import io.buddykv.client.failure.NotPermittedException;
import io.buddykv.client.failure.RangeDownException;
import io.buddykv.client.failure.RefusedException;
import io.buddykv.client.failure.TooLargeException;
import io.buddykv.client.failure.TooManyCallsException;
import io.buddykv.client.failure.WrongTypeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No test may depend on how long anything takes: threads of the client, of the nodes and of the test may each stand still for
 * seconds, so that heartbeats are missed and connections end that nobody broke. Deadlines are met only where a test says so.
 */
@Timeout(300)
class KVClientTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private TestingNodes nodes;
    private KVClient client;

    @BeforeEach
    void start() throws IOException {
        nodes = new TestingNodes(3);
        client = nodes.connect();
    }

    @AfterEach
    void end() {
        client.close();
        nodes.close();
    }

    // ---- what it can do

    @Test
    void valuesOfManyKeysAreWrittenAndReadOnAllSlaves() {
        Map<String, String> values = new java.util.LinkedHashMap<>();
        IntStream.range(0, 200).forEach(i -> values.put("key" + i, "value" + i));
        client.strings().setAll(values);

        assertThat(client.strings().getAll(values.keySet())).isEqualTo(values);
        assertThat(client.scan("*")).containsExactlyInAnyOrderElementsOf(values.keySet());
        assertThat(client.delete(List.of("key1", "key2", "nothing"))).isEqualTo(2);
        assertThat(client.get("key1")).isEmpty();
        assertThat(nodes.nodes).allMatch(node -> node.served.get() > 0);
    }

    @Test
    void conditionsCountersAndTransactions() {
        assertThat(client.set("lock", "me", SetOptions.ifAbsent())).isTrue();
        assertThat(client.set("lock", "you", SetOptions.ifAbsent())).isFalse();
        assertThat(client.increment("n")).isEqualTo(1);
        assertThat(client.increment("n", 41)).isEqualTo(42);
        assertThat(client.values(Codec.number()).get("n")).contains(42L);
        assertThat(client.execute(
                        new Transaction().set("{t}a", "x").increment("{t}n", 5).get("{t}a", Codec.string())))
                .containsExactly(true, 5L, Optional.of("x"));
        assertThatThrownBy(() -> new Transaction().set("a", "x").set("b", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    record Person(String name, int age) {}

    @Test
    void valuesOfAnyType() {
        KVValues<Person> people = client.values(Codec.json(Person.class));
        people.set("p", new Person("Ada", 36));
        assertThat(people.get("p")).contains(new Person("Ada", 36));
        client.bytes().set("b", new byte[] {0, 1, (byte) 0xff});
        assertThat(client.bytes().get("b").orElseThrow()).containsExactly(0, 1, 0xff);
    }

    @Test
    void aBatchIsMadeBeforeItsFirstAnswer() {
        nodes.nodes.forEach(TestingNode::freeze);
        List<Long> counts = client.batch(async -> {
            List<CompletionStage<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(async.increment("n", 1));
            }
            nodes.nodes.forEach(TestingNode::thaw);
            return calls;
        });
        assertThat(counts)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    // ---- where calls go

    @Test
    void aNewerMapIsFollowedWithoutBeingToldByARefusal() {
        client.set("k", "v");
        nodes.moveAllTo(2);
        patiently().until(() -> client.figures().mapVersion() == 2);

        assertThat(client.get("k")).contains("v");
        assertThat(nodes.nodes).allMatch(node -> node.redirected.get() == 0);
    }

    @Test
    void callsWaitWhileTheirSlaveIsDeadAndGoOnWithTheNextMap() {
        nodes.moveAllTo(1);
        client.set("k", "v");
        nodes.node(1).kill();
        CompletableFuture<Optional<String>> read =
                client.async().strings().get("k").toCompletableFuture();
        CompletableFuture<Long> write = client.async().increment("n", 1).toCompletableFuture();
        assertThat(read).isNotDone();
        nodes.moveAllTo(3);

        assertThat(read.join()).contains("v");
        assertThat(write.join()).isEqualTo(1);
    }

    /** How soon is what {@link io.buddykv.client.routing.Heartbeats} decides. */
    @Test
    void callsThatWaitInAFrozenSlaveGoWhereTheNextMapSays() {
        nodes.moveAllTo(1);
        client.set("k", "v");
        patiently().until(() -> client.figures().mapVersion() == 2);
        nodes.node(1).freeze();
        CompletableFuture<Optional<String>> stuck =
                client.async().strings().get("k").toCompletableFuture();
        nodes.moveAllTo(2);

        assertThat(stuck.join()).contains("v");
        assertThat(client.get("k")).contains("v");
    }

    @Test
    void anAddressThatAnswersForAnotherClusterIsNotUsed() {
        client.set("k", "v");
        nodes.nodes.forEach(node -> {
            node.clusterId = "another";
            node.breakConnections();
        });
        try (KVClient hurried = withDeadline(300)) {
            assertThatThrownBy(() -> hurried.get("k")).isInstanceOf(CallTimeoutException.class);
        }
        CompletableFuture<Void> later = client.async().strings().set("k", "w").toCompletableFuture();
        assertThat(later).isNotDone();
        nodes.nodes.forEach(node -> node.clusterId = TestingNodes.CLUSTER);
        later.join();
    }

    @Test
    void aSlaveThatAnswersForAnotherNumberIsNotUsed() {
        nodes.moveAllTo(1);
        nodes.node(1).saysNumber = 2;
        nodes.node(1).breakConnections();
        CompletableFuture<Void> call = client.async().strings().set("k", "w").toCompletableFuture();
        patiently().pollDelay(Duration.ofMillis(150)).until(() -> !call.isDone());
        nodes.node(1).saysNumber = 1;
        call.join();
    }

    @Test
    void theSeedsAreAskedAgainWhenNoKnownSlaveIsLeft() throws IOException {
        client.set("k", "v");
        try (TestingNodes others = new TestingNodes(1)) {
            // Another cluster's as long as the first lives: which seed answers first must not matter.
            others.node(1).clusterId = "unknown";
            KVClientSettings settings = nodes.settings()
                    .clusterId(TestingNodes.CLUSTER)
                    .seed("127.0.0.1", others.node(1).port())
                    .build();
            try (KVClient moved = KVClient.connect(settings)) {
                assertThat(moved.get("k")).contains("v");
                nodes.close();
                others.node(1).clusterId = TestingNodes.CLUSTER;
                others.store.put("k", "found".getBytes());
                for (int i = 0; i < 20; i++) {
                    others.moveAllTo(1);
                }
                assertThat(moved.get("k")).contains("found");
            }
        }
    }

    // ---- once

    @Test
    void aWriteWhoseAnswerWasLostIsNotDoneTwice() {
        AtomicInteger broken = new AtomicInteger();
        nodes.nodes.forEach(
                node -> node.breaks = command -> command.equals("INCRBY") && broken.getAndIncrement() % 3 == 0);
        for (int i = 1; i <= 60; i++) {
            assertThat(client.increment("n")).isEqualTo(i);
        }
        assertThat(broken).hasValueGreaterThan(80);
    }

    @Test
    void aTransactionWhoseAnswerWasLostIsNotDoneTwice() {
        AtomicInteger broken = new AtomicInteger();
        nodes.nodes.forEach(
                node -> node.breaks = command -> command.equals("EXEC") && broken.getAndIncrement() % 2 == 0);
        for (long i = 1; i <= 20; i++) {
            assertThat(client.execute(new Transaction().increment("{t}a", 1).increment("{t}b", 2)))
                    .containsExactly(i, 2 * i);
        }
    }

    @Test
    void countersAreExactWhileConnectionsBreakAndRangesMove() throws Exception {
        int threads = 8;
        int each = 400;
        int callsBetween = 60; // On a busy machine a connection is hardly there before time would break it again.
        AtomicInteger done = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int t = 0; t < threads; t++) {
            workers.add(new Thread(() -> {
                try {
                    for (int i = 0; i < each; i++) {
                        client.increment("n" + i % 7);
                        done.incrementAndGet();
                    }
                } catch (Throwable failure) {
                    failures.add(failure);
                }
            }));
        }
        workers.forEach(Thread::start);
        for (int round = 0; workers.stream().anyMatch(Thread::isAlive); Thread.sleep(5)) {
            if (done.get() >= round * callsBetween) {
                nodes.node(1 + round % 3).breakConnections();
                nodes.moveAllTo(1 + round % 3);
                round++;
            }
        }
        assertThat(failures).isEmpty();
        long sum = 0;
        for (int i = 0; i < 7; i++) {
            sum += client.increment("n" + i, 0);
        }
        assertThat(sum).isEqualTo((long) threads * each);
    }

    // ---- what goes wrong

    @Test
    void callsMayHaveADeadlineOfTheirOwn() {
        KVClient hasty = client.withDeadline(Duration.ofMillis(200));
        nodes.nodes.forEach(TestingNode::freeze);
        CompletionStage<Long> patient = client.async().increment("n", 1);

        assertThatThrownBy(() -> hasty.get("k")).isInstanceOf(CallTimeoutException.class);
        assertThatThrownBy(() -> hasty.strings().get("k")).isInstanceOf(CallTimeoutException.class);
        assertThat(patient.toCompletableFuture()).isNotDone();
        nodes.nodes.forEach(TestingNode::thaw);
        assertThat(patient.toCompletableFuture().join()).isEqualTo(1);

        hasty.close();
        assertThatThrownBy(() -> client.get("k")).isInstanceOf(ClientClosedException.class);
        assertThatThrownBy(() -> client.withDeadline(Duration.ofMinutes(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 60 s");
    }

    @Test
    void aRangeThatIsDownSaysSoAtTheDeadline() {
        nodes.become(range -> 0);
        try (KVClient hurried = withDeadline(200)) {
            assertThatThrownBy(() -> hurried.set("k", "v")).isInstanceOf(RangeDownException.class);
        }
    }

    @Test
    void aCallEndsAtItsDeadlineAndSaysWhetherItMayHaveHappened() {
        nodes.moveAllTo(1);
        try (KVClient hurried = withDeadline(250)) {
            nodes.node(1).freeze();
            assertThatThrownBy(() -> hurried.get("k"))
                    .isInstanceOfSatisfying(CallTimeoutException.class, late -> assertThat(late.outcome())
                            .isEqualTo(CallTimeoutException.Outcome.NOTHING_HAPPENED));
            // Whether a write gets as far as the slave before it is late is not certain: until one has.
            patiently().until(() -> {
                nodes.node(1).thaw();
                outcomeOf(() -> hurried.get("k"));
                nodes.node(1).freeze();
                return outcomeOf(() -> hurried.set("k", "w")) == CallTimeoutException.Outcome.UNKNOWN;
            });
            nodes.node(1).thaw();
        }
    }

    /** Null where it was not late. */
    private static CallTimeoutException.Outcome outcomeOf(Runnable call) {
        try {
            call.run();
            return null;
        } catch (CallTimeoutException late) {
            return late.outcome();
        }
    }

    @Test
    void noClusterAtAll() throws IOException {
        int port = nodes.node(1).port();
        nodes.close();
        try (KVClient lost = KVClient.connect(KVClientSettings.builder()
                .seed("127.0.0.1", port)
                .deadline(Duration.ofMillis(300))
                .build())) {
            assertThatThrownBy(() -> lost.get("k"))
                    .isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("no node of the cluster answers: 127.0.0.1:" + port + ": ");
        }
    }

    @Test
    void refusalsHaveTypes() {
        nodes.nodes.forEach(node -> node.refusal = command -> "WRONGTYPE it is a list");
        assertThatThrownBy(() -> client.get("k")).isInstanceOf(WrongTypeException.class);
        nodes.nodes.forEach(node -> node.refusal = command -> "OOM there is no room");
        assertThatThrownBy(() -> client.set("k", "v"))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.code())
                        .isEqualTo("OOM"));
        nodes.nodes.forEach(node -> node.refusal = command -> null);
        try (KVClient small =
                KVClient.connect(nodes.settings().maxValueBytes(10).build())) {
            assertThatThrownBy(() -> small.set("k", "longer than ten")).isInstanceOf(TooLargeException.class);
        }
    }

    @Test
    void aPasswordIsSaidAndAWrongOneIsToldAtOnce() throws IOException {
        try (TestingNodes locked = new TestingNodes(1)) {
            locked.password = "secret";
            try (KVClient stranger = locked.connect();
                    KVClient known = KVClient.connect(
                            locked.settings().password("secret").build())) {
                known.set("k", "v");
                assertThat(known.get("k")).contains("v");
                assertThatThrownBy(() -> stranger.get("k")).isInstanceOf(NotPermittedException.class);
            }
        }
    }

    @Test
    void callsUnderWayAreBounded() {
        nodes.moveAllTo(1);
        try (KVClient bounded = KVClient.connect(nodes.settings().maxCalls(5).build())) {
            bounded.set("k", "v");
            nodes.node(1).freeze();
            CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
            List<CompletionStage<Optional<String>>> calls = new ArrayList<>();
            Thread loop = new io.netty.util.concurrent.FastThreadLocalThread(() -> {
                for (int i = 0; i < 6; i++) {
                    calls.add(bounded.async().strings().get("k"));
                }
                onLoop.complete(true);
            });
            loop.start();
            onLoop.join();
            assertThatThrownBy(() -> calls.get(5).toCompletableFuture().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(TooManyCallsException.class);
            nodes.node(1).thaw();
            calls.subList(0, 5)
                    .forEach(call ->
                            assertThat(call.toCompletableFuture().join()).contains("v"));
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() {
        nodes.moveAllTo(1);
        client.set("k", "v");
        nodes.node(1).freeze();
        List<CompletableFuture<Optional<String>>> calls = IntStream.range(0, 50)
                .mapToObj(i -> client.async().strings().get("k").toCompletableFuture())
                .toList();
        client.close();
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::join).hasCauseInstanceOf(ClientClosedException.class));
        assertThatThrownBy(() -> client.get("k")).isInstanceOf(ClientClosedException.class);
        nodes.node(1).thaw();
    }

    @Test
    void clientsThatComeAndGoLeaveNothingBehind() {
        for (int i = 0; i < 30; i++) {
            try (KVClient brief = nodes.connect()) {
                brief.set("k" + i, "v");
            }
        }
        client.get("k");
        patiently()
                .until(() ->
                        nodes.nodes.stream().mapToInt(TestingNode::connections).sum() <= 9);
        patiently()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("buddykv-client"))
                                .count()
                        <= 8);
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE);
    }

    /** Knows the map already. */
    private KVClient withDeadline(long millis) {
        KVClient hurried = KVClient.connect(
                nodes.settings().deadline(Duration.ofMillis(millis)).build());
        patiently().until(() -> hurried.figures().mapVersion() > 0);
        return hurried;
    }
}
