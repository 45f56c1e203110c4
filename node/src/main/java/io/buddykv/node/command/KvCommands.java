package io.buddykv.node.command;

import io.buddykv.node.store.RangeTable;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.MapEncoding;
import io.buddykv.topology.Member;
import io.buddykv.topology.Slot;
import java.util.Map;

/**
 * KV: what the cluster's own client needs beyond what Redis has.
 *
 * <ul>
 *   <li>{@code KV HELLO name}: a map of {@code cluster}, {@code slave} (its number, 0 on a master), {@code incarnation},
 *       {@code term} and {@code version} of the newest map. From then on a RESP3 connection is pushed
 *       {@code kv-map term version} whenever a newer map is known here. The name owns the answers that KV.ONCE keeps.
 *   <li>{@code KV MAP term version}: the octets of the map, or nil where it is not newer.
 *   <li>{@code KV SCAN range place count [MATCH pattern]}: as SCAN, but of one range, wherever that is served; the next
 *       place is -1 at its end.
 * </ul>
 */
final class KvCommands {
    private static final CommandException NO_NAME =
            new CommandException("ERR a client's name has " + OnceRequest.OWNER_BYTES + " octets");
    private static final CommandException NO_SUCH_RANGE = new CommandException("ERR no such key range or place");
    private static final long END = -1;

    private final LocalNode local;
    private final MapEncoding encoding = new MapEncoding();

    KvCommands(LocalNode local) {
        this.local = local;
    }

    Map<String, CommandHandler> handlers() {
        return Map.of(
                "kv|hello",
                (SessionCommand) this::hello,
                "kv|map",
                (SessionCommand) this::map,
                "kv|scan",
                (NodeCommand) this::scan,
                "kv|help",
                HelpReply.of("kv"));
    }

    private void hello(ClientSession session, Request request, ReplyWriter reply) {
        if (request.count() != 3) {
            throw new CommandException(RedisErrors.wrongNumberOfArguments("kv|hello"));
        }
        if (request.length(2) != OnceRequest.OWNER_BYTES) {
            throw NO_NAME;
        }
        session.requestOwner(request.copy(2));
        session.followMap();
        // Read after followMap, so that no map falls between what is told here and what is announced later.
        ClusterMap map = local.map();
        Member self = local.self();
        reply.map(5);
        reply.bulk("cluster");
        reply.bulk(map == null ? "" : map.clusterId());
        reply.bulk("slave");
        reply.integer(self == null ? 0 : self.number());
        reply.bulk("incarnation");
        reply.integer(self == null ? 0 : self.incarnation());
        reply.bulk("term");
        reply.integer(map == null ? 0 : map.term());
        reply.bulk("version");
        reply.integer(map == null ? 0 : map.version());
    }

    private void map(ClientSession session, Request request, ReplyWriter reply) {
        long term = request.integer(2);
        long version = request.integer(3);
        ClusterMap map = local.map();
        if (map == null || map.term() < term || map.term() == term && map.version() <= version) {
            reply.nil();
        } else {
            reply.bulk(encoding.of(map));
        }
    }

    private void scan(ServedRanges ranges, Request request, ReplyWriter reply) {
        long range = request.integer(2);
        long place = request.integer(3);
        long count = request.integer(4);
        boolean matches = request.count() == 7 && request.is(5, "MATCH");
        if (request.count() != 5 && !matches || count < 1) {
            throw RedisErrors.syntax();
        }
        if (range < 0 || range >= ranges.keyRanges().count() || place < 0 || place >= RangeTable.END) {
            throw NO_SUCH_RANGE;
        }
        GlobPattern pattern = matches ? new GlobPattern(request.bytes(), request.offset(6), request.length(6)) : null;
        ScanPass pass = new ScanPass(pattern, null);
        long next = pass.ofRange((int) range, place, ranges, Math.min(count, KeyspaceCommands.MAX_SCAN_COUNT));
        if (next == ScanPass.ELSEWHERE) {
            throw elsewhere((int) range * ranges.keyRanges().width());
        }
        reply.array(2);
        reply.integer(next == RangeTable.END ? END : next);
        pass.found().answer(reply);
    }

    private CommandException elsewhere(int slot) {
        ClusterMap map = local.map();
        Member primary = map.range(map.keyRanges().ofSlot(slot % Slot.COUNT)).primary();
        if (primary == null || primary.equals(local.self()) || map.slave(primary.number()) == null) {
            return new CommandException(
                    primary != null && primary.equals(local.self())
                            ? RedisErrors.TRY_AGAIN
                            : RedisErrors.SLOT_NOT_SERVED);
        }
        Endpoints endpoints = map.slave(primary.number()).endpoints();
        return new CommandException(RedisErrors.moved(slot, endpoints.host(), endpoints.clientPort()));
    }
}
