package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.topology.Slot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The load generator against servers that move keys, break off and fall silent. */
class LoadTest {
    private static final LoadSettings SOME = new LoadSettings(4, 2, 5, 200, 0, 1_000, 10, 1, 1, 20_000, 0, 0);
    private static final int MIDDLE = Slot.COUNT / 2;

    private static String slots(HostPort low, HostPort high) {
        return "*2\r\n" + slots(0, MIDDLE - 1, low) + slots(MIDDLE, Slot.COUNT - 1, high);
    }

    private static String slots(int first, int last, HostPort owner) {
        return "*3\r\n:" + first + "\r\n:" + last + "\r\n*2\r\n$9\r\n127.0.0.1\r\n:" + owner.port() + "\r\n";
    }

    private static boolean isLow(String command) {
        return Slot.of(command.split(" ")[1].getBytes(StandardCharsets.UTF_8)) < MIDDLE;
    }

    private static String served(String command) {
        return command.startsWith("GET") ? "$-1\r\n" : "+OK\r\n";
    }

    private static LoadCounters load(LoadSettings settings, HostPort seed) throws Exception {
        LoadCounters counters = new LoadCounters();
        AtomicLong left = new AtomicLong(settings.requests());
        try (SlotOwners owners = new SlotOwners(List.of(seed), Optional.empty())) {
            owners.start();
            LoadThread one = new LoadThread(0, settings, owners, counters, left);
            LoadThread two = new LoadThread(1, settings, owners, counters, left);
            one.start();
            two.start();
            one.join();
            two.join();
        }
        counters.interval();
        return counters;
    }

    @Test
    void eachKeyGoesToItsOwner() throws Exception {
        try (TestingRespServer low = new TestingRespServer(null);
                TestingRespServer high = new TestingRespServer(LoadTest::served)) {
            low.answer(command ->
                    command.equals("CLUSTER SLOTS") ? slots(low.address(), high.address()) : served(command));

            LoadCounters counters = load(SOME, low.address());

            assertThat(counters.done()).isEqualTo(200);
            assertThat(counters.failures()).isZero();
            assertThat(counters.redirections()).isZero();
            assertThat(counters.all().getTotalCount()).isEqualTo(200);
            assertThat(low.asked().stream().filter(command -> !command.startsWith("CLUSTER")))
                    .isNotEmpty()
                    .allMatch(LoadTest::isLow);
            assertThat(high.asked()).isNotEmpty().noneMatch(LoadTest::isLow);
        }
    }

    @Test
    void aRateIsKeptAndWhatIsSlowDelaysThoseBehindIt() throws Exception {
        LoadSettings paced = new LoadSettings(2, 2, 1, 100, 0, 1_000, 10, 1, 1, 20_000, 0, 500);
        AtomicBoolean slept = new AtomicBoolean();
        try (TestingRespServer server = new TestingRespServer(null)) {
            server.answer(command -> {
                if (command.equals("CLUSTER SLOTS")) {
                    return slots(server.address(), server.address());
                }
                if (server.asked().size() > 40 && slept.compareAndSet(false, true)) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
                return served(command);
            });
            long begun = System.nanoTime();

            LoadCounters counters = load(paced, server.address());

            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
            assertThat(counters.done()).isEqualTo(100);
            assertThat(slept).isTrue();
            assertThat(counters.all()
                            .getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(20)))
                    .as("delayed by the slow one, not only itself")
                    .isGreaterThan(10);
        }
    }

    @Test
    void keysThatMoveAreFollowedUntilAllHaveSucceeded() throws Exception {
        try (TestingRespServer low = new TestingRespServer(null);
                TestingRespServer high = new TestingRespServer(LoadTest::served)) {
            low.answer(command -> {
                if (command.equals("CLUSTER SLOTS")) {
                    return slots(low.address(), low.address());
                }
                int slot = Slot.of(command.split(" ")[1].getBytes(StandardCharsets.UTF_8));
                return isLow(command)
                        ? served(command)
                        : "-MOVED " + slot + " 127.0.0.1:" + high.address().port() + "\r\n";
            });

            LoadCounters counters = load(SOME, low.address());

            assertThat(counters.done()).isEqualTo(200);
            assertThat(counters.redirections()).isPositive();
            assertThat(high.asked()).isNotEmpty().noneMatch(LoadTest::isLow);
        }
    }

    @Test
    void refusedAndBrokenBatchesAreRepeated() throws Exception {
        AtomicLong asked = new AtomicLong();
        try (TestingRespServer server = new TestingRespServer(null)) {
            UnaryOperator<String> now = command -> switch ((int) (asked.incrementAndGet() % 10)) {
                case 3 -> "-CLUSTERDOWN for a moment\r\n";
                case 7 -> "";
                default -> served(command);
            };
            server.answer(command ->
                    command.equals("CLUSTER SLOTS") ? slots(server.address(), server.address()) : now.apply(command));

            LoadCounters counters = load(SOME, server.address());

            assertThat(counters.done()).isEqualTo(200);
            assertThat(counters.kinds()).containsKeys("CLUSTERDOWN", "connection broken");
            assertThat(counters.longestOutageNanos()).isPositive();
        }
    }

    @Test
    void aSilentServerIsLeftOnceItsKeysAreServedElsewhere() throws Exception {
        try (TestingRespServer silent = new TestingRespServer(command -> null);
                TestingRespServer heir = new TestingRespServer(null)) {
            // The first answer still names the silent one.
            AtomicLong asked = new AtomicLong();
            heir.answer(command -> {
                if (!command.equals("CLUSTER SLOTS")) {
                    return served(command);
                }
                return asked.incrementAndGet() == 1
                        ? slots(silent.address(), silent.address())
                        : slots(heir.address(), heir.address());
            });

            LoadCounters counters = load(SOME, heir.address());

            assertThat(counters.done()).isEqualTo(200);
            assertThat(counters.kinds()).containsOnlyKeys("unanswered, served elsewhere");
            Awaitility.await().until(() -> !silent.asked().isEmpty());
        }
    }

    @Test
    void repliesAreFoundHoweverTheyAreSplit() {
        byte[] stream = "+OK\r\n$3\r\na\r\n\r\n$-1\r\n-MOVED 1 h:2\r\n$0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        ReplyScanner scanner = new ReplyScanner();
        StringBuilder found = new StringBuilder();
        for (byte octet : stream) {
            ReplyScanner.Found next = scanner.next(ByteBuffer.wrap(new byte[] {octet}));
            if (next == ReplyScanner.Found.ERROR) {
                found.append('[').append(scanner.error()).append(']');
            } else if (next == ReplyScanner.Found.ANSWER) {
                found.append('.');
            }
        }

        assertThat(found).hasToString("...[MOVED 1 h:2].");
    }

    @Test
    void impossibleLoadsAreRefused() {
        assertThatThrownBy(() -> new LoadSettings(0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0))
                .hasMessage("--clients: 0 must be from 1 to 10000");
        assertThatThrownBy(() -> new LoadSettings(1, 1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0))
                .hasMessageStartingWith("--mix: 0:0");
        assertThatThrownBy(() -> new LoadSettings(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0))
                .hasMessage("give one of --requests and --seconds");
    }
}
