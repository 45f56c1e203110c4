package io.buddykv.node.command;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CLUSTER, and the commands by which cluster clients prepare a connection: READONLY, READWRITE and ASKING. */
public final class ClusterCommands {
    private static final CommandException INVALID_SLOT = new CommandException("ERR Invalid slot");
    private static final CommandException INVALID_SLOT_OR_COUNT =
            new CommandException("ERR Invalid slot or number of keys");

    private final LocalNode local;
    private final MapReplies replies;

    public ClusterCommands(LocalNode local) {
        this.local = local;
        this.replies = new MapReplies(local);
    }

    public Map<String, CommandHandler> handlers() {
        Map<String, CommandHandler> handlers = new HashMap<>();
        handlers.put("cluster|slots", described(MapReplies.Part.SLOTS));
        handlers.put("cluster|shards", described(MapReplies.Part.SHARDS));
        handlers.put("cluster|nodes", described(MapReplies.Part.NODES));
        handlers.put("cluster|info", described(MapReplies.Part.INFO));
        handlers.put("cluster|myid", (SessionCommand) (session, request, reply) -> reply.bulk(ownId()));
        handlers.put("cluster|keyslot", (SessionCommand) ClusterCommands::keySlot);
        handlers.put("cluster|countkeysinslot", (NodeCommand) ClusterCommands::countKeysInSlot);
        handlers.put("cluster|getkeysinslot", (NodeCommand) ClusterCommands::getKeysInSlot);
        handlers.put("cluster|help", HelpReply.of("cluster"));
        // A copy answers only with a redirection, so these have nothing to change.
        for (String accepted : List.of("readonly", "readwrite", "asking")) {
            handlers.put(accepted, (SessionCommand) (session, request, reply) -> reply.ok());
        }
        return handlers;
    }

    /** Only called when there is a map. */
    private SessionCommand described(MapReplies.Part part) {
        return (session, request, reply) -> replies.write(part, reply);
    }

    private String ownId() {
        return new ClusterDescription(local.map(), local).ownId();
    }

    private static void keySlot(ClientSession session, Request request, ReplyWriter reply) {
        reply.integer(Slot.of(request.bytes(), request.offset(2), request.length(2)));
    }

    private static void countKeysInSlot(ServedRanges ranges, Request request, ReplyWriter reply) {
        long slot = request.integer(2);
        if (slot < 0 || slot >= Slot.COUNT) {
            throw INVALID_SLOT;
        }
        reply.integer(keys(ranges, (int) slot, Integer.MAX_VALUE).size());
    }

    private static void getKeysInSlot(ServedRanges ranges, Request request, ReplyWriter reply) {
        long slot = request.integer(2);
        long most = request.integer(3);
        if (slot < 0 || slot >= Slot.COUNT || most < 0) {
            throw INVALID_SLOT_OR_COUNT;
        }
        List<byte[]> keys = keys(ranges, (int) slot, (int) Math.min(Integer.MAX_VALUE, most));
        reply.array(keys.size());
        keys.forEach(reply::bulk);
    }

    private static List<byte[]> keys(ServedRanges ranges, int slot, int most) {
        List<byte[]> keys = new ArrayList<>();
        ranges.read(
                ranges.keyRanges().ofSlot(slot),
                range -> range.scan(0, Integer.MAX_VALUE, entry -> {
                    if (keys.size() < most) {
                        byte[] key = range.key(entry);
                        if (Slot.of(key) == slot) {
                            keys.add(key);
                        }
                    }
                }));
        return keys;
    }
}
