package io.buddykv.node.command;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.ReplyWriter;
import java.util.Arrays;

/** Keys copied out of key ranges, one behind the other in one array, until they are answered. */
final class FoundKeys {
    /** Octets of names in one answer. */
    static final int MAX_OCTETS = 256 * 1024 * 1024;

    private static final CommandException TOO_MANY =
            new CommandException("ERR more than " + MAX_OCTETS + " octets of keys match, use SCAN");

    private byte[] octets = new byte[256];
    private int[] ends = new int[16];
    private int count;

    void add(Keyspace keys, long entry) {
        int from = count == 0 ? 0 : ends[count - 1];
        int length = keys.keyLength(entry);
        if (length > MAX_OCTETS - from) {
            throw TOO_MANY;
        }
        if (from + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(from + length, 2 * octets.length));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        keys.copyKey(entry, octets, from);
        ends[count++] = from + length;
    }

    void answer(ReplyWriter reply) {
        reply.array(count);
        int from = 0;
        for (int i = 0; i < count; i++) {
            reply.bulk(octets, from, ends[i] - from);
            from = ends[i];
        }
    }
}
