package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.client.Codec;
import io.buddykv.client.KVClient;
import io.buddykv.client.KVClientSettings;
import io.buddykv.client.KVValues;
import io.buddykv.client.NearCache;
import io.buddykv.client.NearCacheSettings;
import io.buddykv.client.SetOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a near cache gives from memory is as fresh as it says, against a client port. */
@Timeout(60)
class NearCacheTest {
    private TestingSlave slave;
    private KVClient client;
    private KVClient other;
    private NearCache near;

    @BeforeEach
    void start() throws IOException {
        slave = TestingSlave.start();
        slave.ranges.adopt(TestingRanges.map(2, TestingRanges.SELF, slave.clientPort()));
        client = connected();
        other = connected();
        near = client.nearCache(NearCacheSettings.defaults());
    }

    private KVClient connected() {
        return KVClient.connect(KVClientSettings.builder()
                .seed("127.0.0.1", slave.clientPort())
                .deadline(Duration.ofSeconds(10))
                .build());
    }

    @AfterEach
    void end() {
        near.close();
        client.close();
        other.close();
        slave.close();
    }

    /** Reads until the value comes from memory. */
    private void keep(String key) {
        await().until(() -> {
            long hits = near.figures().hits();
            near.strings().get(key);
            return near.figures().hits() > hits;
        });
    }

    @Test
    void whatHasNotChangedIsReadFromMemoryAndWhatIsNotThereToo() {
        other.set("k", "1");
        keep("k");
        keep("nothing");
        long misses = near.figures().misses();
        long commands = slave.port.commandStatistics().totalCommands();
        for (int i = 0; i < 1_000; i++) {
            assertThat(near.strings().get("k")).contains("1");
            assertThat(near.strings().get("nothing")).isEmpty();
        }
        assertThat(near.figures().misses() - misses).isLessThan(100);
        assertThat(slave.port.commandStatistics().totalCommands() - commands).isLessThan(500);
    }

    @Test
    void whatOthersChangeIsSeenSoonAndWhatItWritesItselfAtOnce() {
        other.set("k", "1");
        keep("k");
        other.set("k", "2");
        await().until(() -> near.strings().get("k").orElseThrow().equals("2"));
        other.delete("k");
        await().until(() -> near.strings().get("k").isEmpty());
        for (int i = 0; i < 200; i++) {
            near.strings().set("k", "own" + i);
            assertThat(near.strings().get("k")).contains("own" + i);
        }
    }

    @Test
    void anExpiredValueIsNotGiven() {
        long began = System.nanoTime();
        other.set("k", "1", SetOptions.expiresIn(Duration.ofMillis(1_500)));
        keep("k");
        await().until(() -> near.strings().get("k").isEmpty());
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
        assertThat(near.figures().dropped())
                .as("the slave has not said it before")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void keptOctetsCannotBeChangedByWhoReadsThem() {
        other.set("k", "1");
        keep("k");
        near.values(Codec.bytes()).get("k").orElseThrow()[0] = '9';
        assertThat(near.strings().get("k")).contains("1");
    }

    @Test
    void whatIsKeptIsBounded() {
        try (NearCache small = client.nearCache(NearCacheSettings.defaults().ofBytes(20_000))) {
            for (int i = 0; i < 500; i++) {
                other.set("k" + i, "x".repeat(100));
            }
            await().untilAsserted(() -> {
                for (int i = 0; i < 500; i++) {
                    small.strings().get("k" + i);
                }
                assertThat(small.figures().entries()).isPositive();
            });
            assertThat(small.figures().entries()).isLessThan(20_000 / 250);
        }
    }

    @Test
    void aRangeWhoseFeedIsBrokenIsEmpty() {
        other.set("k", "1");
        keep("k");
        slave.ranges.adopt(TestingRanges.map(3, TestingRanges.OTHER, slave.clientPort()));
        await().until(() -> {
            long hits = near.figures().hits();
            near.asyncValues(Codec.string()).get("k");
            return near.figures().hits() == hits;
        });
    }

    /** One key, counted up by another client; connections break all the time. */
    @Test
    void readsNeverGoBackAndAreNotOlderThanPromised() throws Exception {
        Duration staleness = Duration.ofMillis(400);
        KVValues<Long> values = client.nearCache(NearCacheSettings.defaults().ofStaleness(staleness))
                .values(Codec.number());
        AtomicLongArray acknowledgedNanos = new AtomicLongArray(1_000);
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicBoolean ended = new AtomicBoolean();
        List<Thread> readers = new ArrayList<>();
        other.values(Codec.number()).set("k", 0L);
        for (int r = 0; r < 4; r++) {
            Thread reader = new Thread(() -> {
                long last = 0;
                while (!ended.get()) {
                    long asked = System.nanoTime();
                    long value = values.get("k").orElseThrow();
                    if (value < last) {
                        wrong.add(value + " after " + last);
                    }
                    last = value;
                    long nextAt = value + 1 < acknowledgedNanos.length() ? acknowledgedNanos.get((int) value + 1) : 0;
                    if (nextAt != 0 && asked - nextAt > staleness.toNanos()) {
                        wrong.add(value + " is " + (asked - nextAt) / 1_000_000 + " ms old");
                    }
                    Thread.onSpinWait();
                }
            });
            readers.add(reader);
            reader.start();
        }
        for (int i = 1; i < acknowledgedNanos.length(); i++) {
            other.values(Codec.number()).set("k", (long) i);
            acknowledgedNanos.set(i, System.nanoTime());
            if (i % 100 == 0) {
                slave.port.connectedClients().all().stream()
                        .skip(ThreadLocalRandom.current().nextInt(3))
                        .forEach(connection -> connection.kill());
            }
            TimeUnit.MICROSECONDS.sleep(i % 300 == 0 ? 300_000 : 300);
        }
        ended.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(wrong).isEmpty();
    }
}
