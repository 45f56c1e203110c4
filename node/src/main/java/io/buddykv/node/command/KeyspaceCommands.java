package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.RangeTable;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * SCAN, KEYS, RANDOMKEY, DBSIZE, FLUSHALL, FLUSHDB: all keys that this slave serves. Each range is looked at under its own
 * lock, one after the other: together they are no picture of one moment.
 */
final class KeyspaceCommands {
    private static final int DEFAULT_SCAN_COUNT = 10;

    /** COUNT is a hint: no call looks at more than this, and some. */
    static final int MAX_SCAN_COUNT = 100_000;

    /** Draws of RANDOMKEY that may hit expired keys before it takes the first that has not expired. */
    private static final int MAX_DRAWS = 100;

    private final Supplier<RandomGenerator> random;

    KeyspaceCommands(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    Map<String, CommandHandler> handlers() {
        return Map.of(
                "scan", (NodeCommand) KeyspaceCommands::scan,
                "keys", (NodeCommand) KeyspaceCommands::keys,
                "randomkey", (NodeCommand) this::randomkey,
                "dbsize", (NodeCommand) KeyspaceCommands::dbsize,
                "flushall", (NodeCommand) KeyspaceCommands::flush,
                "flushdb", (NodeCommand) KeyspaceCommands::flush);
    }

    private static void scan(ServedRanges ranges, Request request, ReplyWriter reply) {
        long cursor = ScanCursor.parse(request, 1);
        long count = DEFAULT_SCAN_COUNT;
        GlobPattern pattern = null;
        String type = null;
        for (int i = 2; i < request.count(); i += 2) {
            boolean last = i + 1 == request.count();
            if (request.is(i, "COUNT") && !last) {
                count = request.integer(i + 1);
                if (count < 1) {
                    throw RedisErrors.syntax();
                }
            } else if (request.is(i, "MATCH") && !last) {
                pattern = pattern(request, i + 1);
            } else if (request.is(i, "TYPE") && !last) {
                type = new String(request.copy(i + 1), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            } else {
                throw RedisErrors.syntax();
            }
        }
        ScanPass pass = new ScanPass(pattern, type);
        long next = pass.from(cursor, ranges, Math.min(count, MAX_SCAN_COUNT));
        reply.array(2);
        reply.bulk(next);
        pass.found().answer(reply);
    }

    private static void keys(ServedRanges ranges, Request request, ReplyWriter reply) {
        ScanPass pass = new ScanPass(pattern(request, 1), null);
        pass.from(0, ranges, Long.MAX_VALUE);
        pass.found().answer(reply);
    }

    private static GlobPattern pattern(Request request, int i) {
        return new GlobPattern(request.bytes(), request.offset(i), request.length(i));
    }

    private static void dbsize(ServedRanges ranges, Request request, ReplyWriter reply) {
        long[] size = {0};
        for (int range = 0; range < ranges.keyRanges().count(); range++) {
            ranges.read(range, keys -> {
                keys.observeAll();
                size[0] += keys.size();
            });
        }
        reply.integer(size[0]);
    }

    /** Memory is freed at once either way: SYNC and ASYNC make no difference. */
    private static void flush(ServedRanges ranges, Request request, ReplyWriter reply) {
        if (request.count() > 2 || request.count() == 2 && !request.is(1, "SYNC") && !request.is(1, "ASYNC")) {
            throw RedisErrors.syntax();
        }
        for (int range = 0; range < ranges.keyRanges().count(); range++) {
            ranges.write(range, Keyspace::clear);
        }
        reply.ok();
    }

    private void randomkey(ServedRanges ranges, Request request, ReplyWriter reply) {
        int[] sizes = new int[ranges.keyRanges().count()];
        long[] total = {0};
        for (int range = 0; range < sizes.length; range++) {
            int current = range;
            ranges.read(range, keys -> {
                keys.observeAll();
                sizes[current] = keys.size();
                total[0] += keys.size();
            });
        }
        byte[] key = total[0] == 0 ? null : draw(ranges, sizes, total[0]);
        StringCommands.answer(key, reply);
    }

    /** A range by the share of keys it has, then a place in its table; null when there are only expired keys. */
    private byte[] draw(ServedRanges ranges, int[] sizes, long total) {
        RandomGenerator source = random.get();
        byte[][] key = {null};
        for (int draws = 0; draws < MAX_DRAWS && key[0] == null; draws++) {
            long left = source.nextLong(total);
            int range = 0;
            while (left >= sizes[range]) {
                left -= sizes[range++];
            }
            long place = source.nextLong(RangeTable.END);
            ranges.read(range, keys -> key[0] = key(keys, keys.entryNear(place)));
        }
        for (int range = 0; range < sizes.length && key[0] == null; range++) {
            ranges.read(
                    range,
                    keys -> keys.scan(0, Integer.MAX_VALUE, entry -> {
                        key[0] = key[0] == null ? keys.key(entry) : key[0];
                    }));
        }
        return key[0];
    }

    private static byte[] key(Keyspace keys, long entry) {
        return entry == NONE ? null : keys.key(entry);
    }
}
