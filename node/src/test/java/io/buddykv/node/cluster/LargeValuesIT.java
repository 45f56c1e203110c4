package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.MemoryAmount;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RequestWriter;
import io.buddykv.protocol.resp.RespReader;
import io.buddykv.topology.Slot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
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
        ByteBuf request = Unpooled.buffer();
        RequestWriter writer = new RequestWriter().to(request);
        if (value == null) {
            writer.command("GET", key);
        } else {
            writer.begin(3).argument("SET").argument(key).argument(value);
        }
        try (Socket socket = new Socket(node.host(), node.port())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            request.readBytes(socket.getOutputStream(), request.readableBytes());
            return reply(socket.getInputStream());
        }
    }

    private static Reply reply(InputStream in) throws IOException {
        RespReader reader = new RespReader();
        byte[] octets = new byte[1 << 20];
        for (int length = in.read(octets); length >= 0; length = in.read(octets)) {
            reader.append(octets, 0, length);
            Reply reply = reader.next();
            if (reply != null) {
                return reply;
            }
        }
        throw new EOFException("closed by the server");
    }
}
