package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.store.EffectApplier;
import io.buddykv.node.store.EffectEncoder;
import io.buddykv.node.store.Hasher;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.RangeTable;
import io.buddykv.node.store.SeededHasher;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.KeyRanges;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A slave that serves all key ranges in this process, without network, and a copy of each range that gets only the
 * effects: after every command the copy must be equal (R1).
 */
final class TestingSlave implements ServedRanges {
    static final int MAX_BULK_LENGTH = 64 * 1024 * 1024;

    private final CommandTable table = CommandTable.standard();
    private final Map<String, CommandHandler> handlers = new HashMap<>();
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final KeyRanges keyRanges = new KeyRanges(KeyRanges.MIN);
    private final List<Range> ranges;
    private final ReplyWriter reply = new ReplyWriter();
    private long nowMillis = 1_700_000_000_000L;

    TestingSlave() {
        SplittableRandom random = new SplittableRandom(7);
        DataCommands.families(() -> MAX_BULK_LENGTH, () -> random).forEach(handlers::putAll);
        SeededHasher hasher = new SeededHasher(1);
        ranges = IntStream.range(0, keyRanges.count())
                .mapToObj(number -> new Range(budget, hasher))
                .toList();
    }

    void nowMillis(long millis) {
        nowMillis = millis;
    }

    long nowMillis() {
        return nowMillis;
    }

    void protocol(int version) {
        reply.protocol(version);
    }

    MemoryBudget budget() {
        return budget;
    }

    void serves(int range, boolean served) {
        ranges.get(range).served = served;
    }

    void holdWrites(boolean held) {
        ranges.forEach(range -> range.keys.writesHeld(held));
    }

    Range range(String key) {
        byte[] octets = key.getBytes(StandardCharsets.ISO_8859_1);
        return ranges.get(keyRanges.ofKey(octets, 0, octets.length));
    }

    /** The reply's octets, one character each. */
    String call(String... arguments) {
        return call(CommandGenerator.octets(List.of(arguments)));
    }

    String call(byte[]... arguments) {
        ByteBuf out = Unpooled.buffer();
        reply.to(out);
        try {
            run(Request.of(arguments));
        } catch (CommandException refused) {
            assertThat(out.readableBytes())
                    .as("a refused command has answered nothing")
                    .isZero();
            reply.error(refused);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** What the last command wrote, be it that it failed. */
    int lastReplyOctets() {
        return reply.target().readableBytes();
    }

    private void run(Request request) {
        CommandSpec command = table.require(request);
        CommandHandler handler = handlers.get(command.name());
        if (handler instanceof KeyCommand keyCommand) {
            int range = keyRanges.ofSlot(command.slot(request));
            ranges.get(range).run(nowMillis, keys -> keyCommand.run(keys, request, reply));
        } else if (handler instanceof NodeCommand nodeCommand) {
            nodeCommand.run(this, request, reply);
        } else {
            ((SessionCommand) handler).run(null, request, reply);
        }
    }

    @Override
    public KeyRanges keyRanges() {
        return keyRanges;
    }

    @Override
    public boolean read(int range, Action action) {
        return write(range, action);
    }

    @Override
    public boolean write(int range, Action action) {
        Range served = ranges.get(range);
        if (served.served) {
            served.run(nowMillis, action);
        }
        return served.served;
    }

    /** One range, and its copy. */
    static final class Range {
        private final EffectEncoder effects = new EffectEncoder();
        private final RangeTable table;
        private final RangeTable copy;
        private final Keyspace keys;
        private boolean served = true;
        private long sequence;

        private Range(MemoryBudget budget, Hasher hasher) {
            table = new RangeTable(budget, hasher);
            copy = new RangeTable(new MemoryBudget(Long.MAX_VALUE), hasher);
            keys = new Keyspace(table, effects);
        }

        Keyspace keys() {
            return keys;
        }

        /** Whether the last command had effects. */
        boolean changed() {
            return keys.changed();
        }

        void run(long nowMillis, Action action) {
            effects.reset();
            keys.begin(nowMillis, sequence + 1);
            int volatileBefore = table.volatileCount();
            try {
                action.on(keys);
            } catch (CommandException refused) {
                boolean mayHaveMetExpiredKeys = keys.changed() && table.volatileCount() < volatileBefore;
                assertThat(keys.changed() && !mayHaveMetExpiredKeys)
                        .as("a refused command has changed something: %s", refused.getMessage())
                        .isFalse();
                throw refused;
            } finally {
                assertThat(keys.changed()).isEqualTo(effects.length() > 0);
                if (keys.changed()) {
                    EffectApplier.apply(copy, effects.bytes(), 0, effects.length(), ++sequence);
                }
                assertThat(copy.size()).isEqualTo(table.size());
                assertThat(copy.checksum()).as("copy made of effects").isEqualTo(table.checksum());
            }
        }
    }
}
