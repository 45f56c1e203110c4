package io.buddykv.node.command;

import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

/**
 * Replies that describe the map, each made once for a map and a version of the protocol: whenever the map changes, all
 * clients ask for the same. Safe for any thread.
 */
final class MapReplies {
    /** What can be described. */
    enum Part {
        SLOTS((map, reply) -> map.slots(reply)),
        SHARDS((map, reply) -> map.shards(reply)),
        NODES((map, reply) -> reply.verbatim("txt", map.nodes())),
        INFO((map, reply) -> reply.verbatim("txt", map.info()));

        private final BiConsumer<ClusterDescription, ReplyWriter> writer;

        Part(BiConsumer<ClusterDescription, ReplyWriter> writer) {
            this.writer = writer;
        }
    }

    private static final int PROTOCOLS = 2;

    private final LocalNode local;
    private volatile Made newest = new Made(null, null, new AtomicReferenceArray<>(0));

    MapReplies(LocalNode local) {
        this.local = local;
    }

    /** The replies made so far of one map, by part and protocol. */
    private record Made(ClusterMap map, Member self, AtomicReferenceArray<byte[]> replies) {}

    void write(Part part, ReplyWriter reply) {
        Made made = newest;
        ClusterMap map = local.map();
        Member self = local.self();
        if (made.map() != map || !Objects.equals(made.self(), self)) {
            made = new Made(map, self, new AtomicReferenceArray<>(PROTOCOLS * Part.values().length));
            newest = made;
        }
        int at = PROTOCOLS * part.ordinal() + reply.protocol() - 2;
        byte[] octets = made.replies().get(at);
        if (octets == null) {
            octets = written(part, new ClusterDescription(map, local), reply.protocol());
            made.replies().set(at, octets);
        }
        reply.raw(octets, 0, octets.length);
    }

    private static byte[] written(Part part, ClusterDescription description, int protocol) {
        ByteBuf buffer = Unpooled.buffer();
        ReplyWriter writer = new ReplyWriter().to(buffer);
        writer.protocol(protocol);
        part.writer.accept(description, writer);
        return ByteBufUtil.getBytes(buffer);
    }
}
