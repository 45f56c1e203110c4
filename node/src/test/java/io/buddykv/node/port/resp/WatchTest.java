package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.Change;
import io.buddykv.client.ChangeListener;
import io.buddykv.client.KVClient;
import io.buddykv.client.KVClientSettings;
import io.buddykv.client.SetOptions;
import io.buddykv.client.Transaction;
import io.buddykv.client.Watch;
import io.buddykv.client.failure.CallTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Java client's watches, against a client port. */
@Timeout(60)
class WatchTest {
    private TestingSlave slave;
    private KVClient client;

    @BeforeEach
    void start() throws IOException {
        slave = TestingSlave.start();
        slave.ranges.adopt(TestingRanges.map(2, TestingRanges.SELF, slave.clientPort()));
        client = connected(Duration.ofSeconds(10));
    }

    private KVClient connected(Duration deadline) {
        return KVClient.connect(KVClientSettings.builder()
                .seed("127.0.0.1", slave.clientPort())
                .deadline(deadline)
                .build());
    }

    @AfterEach
    void end() {
        client.close();
        slave.close();
    }

    /** Keeps what it is told, as text. */
    private static final class Told implements ChangeListener {
        private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

        @Override
        public void changed(Change change) {
            if (change instanceof Change.Value value) {
                news.add(value.key() + "=" + value.text()
                        + value.expiry().map(at -> " until " + at).orElse(""));
            } else {
                news.add(change.toString());
            }
        }

        @Override
        public void resync() {
            news.add("resync");
        }

        String next() throws InterruptedException {
            return news.poll(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void changesOfAKeyAreToldInOrderAndOthersAreNot() throws Exception {
        Told told = new Told();
        Instant expiry = Instant.ofEpochMilli(System.currentTimeMillis() + 3_600_000);
        try (Watch watch = client.watch("k", told)) {
            client.set("other", "x");
            client.set("k", "1");
            client.set("k", "2", SetOptions.none().expiringAt(expiry));
            client.persist("k");
            client.delete("k");

            assertThat(told.next()).isEqualTo("k=1");
            assertThat(told.next()).isEqualTo("k=2 until " + expiry);
            assertThat(told.next()).isEqualTo(new Change.Expiry("k", Optional.empty()).toString());
            assertThat(told.next()).isEqualTo(new Change.Deleted("k").toString());
        }
        client.set("k", "after the end");
        assertThat(told.news).isEmpty();
    }

    @Test
    void aPrefixIsWatchedInAllRangesAndATransactionIsToldTogether() throws Exception {
        Told told = new Told();
        try (Watch watch = client.watchPrefix("", told)) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                client.set("key" + i, "v");
                expected.add("key" + i + "=v");
            }
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                all.add(told.next());
            }
            assertThat(all).containsExactlyInAnyOrderElementsOf(expected);

            client.execute(new Transaction().set("{t}a", "1").set("{t}b", "2"));
            assertThat(told.next()).isEqualTo("{t}a=1");
            assertThat(told.next()).isEqualTo("{t}b=2");
        }
    }

    @Test
    void aListenerThatIsTooSlowIsToldSoAndGoesOn() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        List<String> told = new ArrayList<>();
        CountDownLatch last = new CountDownLatch(1);
        ChangeListener listener = new ChangeListener() {
            @Override
            public void changed(Change change) {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                String value = ((Change.Value) change).text();
                told.add(value.substring(0, 4));
                if (value.startsWith("last")) {
                    last.countDown();
                }
            }

            @Override
            public void resync() {
                told.add("resync");
            }
        };
        try (Watch watch = client.watch("k", listener)) {
            for (int i = 0; i < 2_000; i++) {
                client.set("k", (1000 + i) + "x".repeat(30_000));
            }
            slow.countDown();
            while (!last.await(50, TimeUnit.MILLISECONDS)) {
                client.set("k", "last");
            }
            assertThat(told).contains("resync");
            List<String> before = told.subList(0, told.indexOf("resync"));
            for (int i = 0; i < before.size(); i++) {
                assertThat(before.get(i)).isEqualTo(Integer.toString(1000 + i));
            }
        }
    }

    @Test
    void aBrokenConnectionIsNotNoticed() throws Exception {
        Told told = new Told();
        try (Watch watch = client.watch("k", told)) {
            for (int i = 0; i < 20; i++) {
                client.set("k", "a" + i);
                if (i % 5 == 0) {
                    slave.port.connectedClients().all().forEach(connection -> connection.kill());
                }
            }
            for (int i = 0; i < 20; i++) {
                assertThat(told.next()).isEqualTo("k=a" + i);
            }
        }
    }

    @Test
    void anotherHistoryIsToldAsAGap() throws Exception {
        Told told = new Told();
        try (TestingSlave other = TestingSlave.start();
                Watch watch = client.watch("k", told)) {
            client.set("k", "1");
            assertThat(told.next()).isEqualTo("k=1");
            other.ranges.became("test-cluster", TestingRanges.OTHER);
            other.ranges.adopt(TestingRanges.map(3, TestingRanges.OTHER, slave.clientPort(), other.clientPort()));
            slave.ranges.adopt(TestingRanges.map(3, TestingRanges.OTHER, slave.clientPort(), other.clientPort()));

            assertThat(told.next()).isEqualTo("resync");
            client.set("k", "2");
            assertThat(told.next()).isEqualTo("k=2");
        }
    }

    @Test
    void aListenerThatThrowsEndsItsWatchAlone() throws Exception {
        Told told = new Told();
        BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try (Watch failing = client.watch("k", new ChangeListener() {
                    @Override
                    public void changed(Change change) {
                        throw new IllegalStateException("no");
                    }

                    @Override
                    public void resync() {}
                });
                Watch sound = client.watch("k", told)) {
            client.set("k", "1");
            client.set("k", "2");
            assertThat(told.next()).isEqualTo("k=1");
            assertThat(told.next()).isEqualTo("k=2");
            assertThat(uncaught).hasSize(1).first().isInstanceOf(IllegalStateException.class);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void whereNobodyServesTheKeyTheWatchDoesNotBegin() {
        slave.ranges.adopt(TestingRanges.map(3, TestingRanges.OTHER, slave.clientPort()));
        try (KVClient other = connected(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> other.watch("k", new Told()))
                    .isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("not every key range");
        }
    }
}
