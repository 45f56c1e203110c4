package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.MemoryAmount;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Slot;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Values of the largest size are written, moved and read, while small ones beside them are served as ever. */
@EnabledIfSystemProperty(named = "proof", matches = "full")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LargeValuesIT {
    private static final int VALUE_BYTES = 64 << 20;
    private static final int VALUES = 6;
    private static final int CLIENTS = 2;
    private static final int TRIES = 200;
    private static final int ANSWER_MILLIS = 20_000;
    private static final long PAUSE_MILLIS = 50;

    @Test
    void theyAreKeptWhileRangesMoveAndNobodyElseNoticesThem() throws Exception {
        List<String> keys = SlotKeys.spread("large", VALUES);
        try (LocalCluster cluster = LocalCluster.start(
                        "LargeValuesIT", LocalCluster.patientSpec(2).withMemory(new MemoryAmount(1L << 30)));
                RecordedLoad load = new RecordedLoad(cluster.clientAddresses()).start(CLIENTS)) {
            SlotMap slots = new SlotMap(cluster.clientAddresses());
            slots.refresh(0);
            load.awaitMoreCalls();
            for (int i = 0; i < VALUES; i++) {
                assertThat(untilAnswered(slots, keys.get(i), value(i)).text())
                        .as("written " + i)
                        .isEqualTo("OK");
            }
            for (int slaves : new int[] {3, 2}) {
                cluster.scale(slaves);
                cluster.awaitWhole();
                for (int i = 0; i < VALUES; i++) {
                    Reply read = untilAnswered(slots, keys.get(i), null);
                    assertThat(read).isInstanceOf(Reply.Bulk.class);
                    assertThat(((Reply.Bulk) read).bytes())
                            .as(slaves + " slaves, value " + i)
                            .isEqualTo(value(i));
                }
            }
            load.finish();
            System.out.println("Large values: " + load.summary());
            load.assertSound();
            assertThat(load.unknown()).as("outcomes unknown").isZero();
        }
    }

    private static byte[] value(int number) {
        byte[] value = new byte[VALUE_BYTES];
        new Random(number).nextBytes(value);
        return value;
    }

    /** @param value null to read */
    private static Reply untilAnswered(SlotMap slots, String key, byte[] value)
            throws IOException, InterruptedException {
        int slot = Slot.of(key.getBytes(StandardCharsets.UTF_8));
        Reply last = null;
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                last = asked(slots.of(slot), key, value);
            } catch (ConnectException ended) {
                // A slave that was not needed any more.
                slots.refresh(tried);
                Thread.sleep(PAUSE_MILLIS);
                continue;
            }
            if (!(last instanceof Reply.Failure failure)) {
                return last;
            }
            if (failure.code().equals("MOVED")) {
                slots.moved(slot, NodeAddress.ofMoved(failure.text()));
            } else {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        throw new AssertionError(key + ": " + last);
    }

    private static Reply asked(NodeAddress node, String key, byte[] value) throws IOException {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        try (NodeConnection connection = new NodeConnection(node, ANSWER_MILLIS)) {
            if (value == null) {
                connection.send("GET".getBytes(StandardCharsets.UTF_8), name);
            } else {
                connection.send("SET".getBytes(StandardCharsets.UTF_8), name, value);
            }
            connection.flush();
            return connection.read();
        }
    }
}
