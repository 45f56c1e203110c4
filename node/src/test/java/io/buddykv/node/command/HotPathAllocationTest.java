package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.buddykv.node.store.EffectEncoder;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.RangeTable;
import io.buddykv.node.store.SeededHasher;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that most clients send most of the time leave nothing for the garbage collector. */
class HotPathAllocationTest {
    private static final int COMMANDS = 200_000;

    /** What a thousand commands may allocate: the measurement itself, and compilation. */
    private static final long OCTETS_PER_THOUSAND = 1_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EffectEncoder effects = new EffectEncoder();
    private final Keyspace keys =
            new Keyspace(new RangeTable(new MemoryBudget(1L << 30), new SeededHasher(1)), effects);
    private final ByteBuf out = Unpooled.buffer(1 << 16);
    private final ReplyWriter reply = new ReplyWriter().to(out);
    private final Map<String, CommandHandler> handlers = new HashMap<>();
    private long sequence;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET key:1",
                "GET none",
                "SET key:1 another-value",
                "INCR counter",
                "INCRBY counter 7",
                "DEL none",
                "EXISTS key:1 key:2",
                "MGET key:1 key:2 none",
                "MSET key:1 a key:2 b",
                "STRLEN key:1",
                "TTL key:1",
                "GETRANGE key:1 0 3",
                "SETNX key:1 v"
            })
    void nothingIsAllocated(String command) {
        DataCommands.families(() -> TestingSlave.MAX_BULK_LENGTH, () -> new SplittableRandom(1))
                .forEach(handlers::putAll);
        run("SET key:1 value", 1);
        run("SET key:2 value", 1);
        run("SET counter 1000000", 1);
        run(command, COMMANDS);

        long before = threads.getCurrentThreadAllocatedBytes();
        run(command, COMMANDS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(OCTETS_PER_THOUSAND * COMMANDS / 1000);
    }

    private void run(String command, int times) {
        Request request = Request.of(command.split(" "));
        KeyCommand handler = (KeyCommand)
                handlers.get(command.substring(0, command.indexOf(' ')).toLowerCase());
        for (int i = 0; i < times; i++) {
            out.clear();
            effects.reset();
            keys.begin(1_700_000_000_000L, ++sequence);
            handler.run(keys, request, reply);
        }
    }
}
