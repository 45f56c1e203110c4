package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.RangeTable;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A write that a client numbered, so that it can send it again without its being done twice. What it answers is kept in
 * the key range beside its effects, in the same record: whoever serves the range next has both or neither.
 *
 * <p>A client has <b>lanes</b> in each range; a lane has one outstanding request at a time, and its requests' numbers
 * rise. So one entry for a lane is enough: it holds the number and the answer of the lane's last write. A request of the
 * same number gets that answer, one of a lower number is refused: its client has given it up. (NFS 4.1 calls lanes slots of
 * a session.) This bounds what is kept; entries expire {@value #KEPT_SECONDS} s after the lane's last write, and a client
 * sends nothing again after that.
 *
 * <p>A write that changed nothing is not kept when it came for the first time: carried out once more, it is as good. One
 * that is sent again is always kept, for its first copy may still be on its way, on a connection that the client gave up.
 */
public final class OnceRequest {
    /** How long after its write an answer is kept at least. */
    public static final int KEPT_SECONDS = 120;

    /** Lanes of one client in one key range. */
    public static final int MAX_LANES = 1024;

    /** Octets of a client's name. */
    static final int OWNER_BYTES = 12;

    /** A longer answer is not kept, only that there was one. */
    static final int MAX_ANSWER_BYTES = 4096;

    /** Arguments in front of the write itself. */
    public static final int OWN_ARGUMENTS = 3;

    private static final CommandException NO_OWNER = new CommandException("ERR say KV HELLO first");
    private static final CommandException NO_LANE =
            new CommandException("ERR a lane is a number from 0 to " + (MAX_LANES - 1));
    private static final CommandException NO_NUMBER = new CommandException("ERR requests are numbered from 1 on");
    private static final CommandException STALE =
            new CommandException("STALEREQUEST a later request of this lane has been carried out");
    private static final CommandException ANSWER_LOST =
            new CommandException("ANSWERLOST the write was carried out, its answer was too long to be kept");

    private static final byte[] PREFIX = {0, 'a'};
    private static final int KEY_BYTES = PREFIX.length + OWNER_BYTES + Short.BYTES;

    private final ByteBuffer key = ByteBuffer.allocate(KEY_BYTES).put(PREFIX);
    private final byte[] kept = new byte[Long.BYTES + MAX_ANSWER_BYTES];
    private long number;
    private boolean again;

    /**
     * Takes lane and number from the request. One object serves one request after the other.
     *
     * @param owner the client, as it named itself; null where it did not
     * @param sentAgain whether the client has sent it before
     */
    public OnceRequest of(byte[] owner, Request request, boolean sentAgain) {
        if (owner == null) {
            throw NO_OWNER;
        }
        long lane = request.integer(1);
        if (lane < 0 || lane >= MAX_LANES) {
            throw NO_LANE;
        }
        number = request.integer(2);
        if (number < 1) {
            throw NO_NUMBER;
        }
        key.put(PREFIX.length, owner).putShort(PREFIX.length + OWNER_BYTES, (short) lane);
        again = sentAgain;
        return this;
    }

    /** Whether an entry of this key is a kept answer, and nothing of which others need to know. */
    public static boolean isKept(byte[] octets, int offset, int length) {
        return length == KEY_BYTES && octets[offset] == PREFIX[0] && octets[offset + 1] == PREFIX[1];
    }

    /** The write, with its answer kept. */
    public KeyCommand around(KeyCommand write) {
        return (keys, request, reply) -> {
            if (!replay(keys, reply)) {
                int from = reply.target().writerIndex();
                write.run(keys, request, reply);
                keep(keys, reply, from);
            }
        };
    }

    /** Answers as the first time, if there was one. */
    public boolean replay(Keyspace keys, ReplyWriter reply) {
        long entry = keys.find(key.array(), 0, KEY_BYTES);
        if (entry == NONE) {
            return false;
        }
        byte[] value = keys.array(entry);
        int at = keys.valueAt(entry);
        int length = keys.valueLength(entry);
        long last = ByteBuffer.wrap(value).getLong(at);
        if (last < number) {
            return false;
        }
        if (last > number) {
            throw STALE;
        }
        if (length == Long.BYTES) {
            throw ANSWER_LOST;
        }
        reply.raw(value, at + Long.BYTES, length - Long.BYTES);
        return true;
    }

    /** Keeps what was replied from {@code from} on, where the command had an effect or may still come again. */
    public void keep(Keyspace keys, ReplyWriter reply, int from) {
        if (!again && !keys.changed()) {
            return;
        }
        int length = reply.target().writerIndex() - from;
        int keptLength = length > MAX_ANSWER_BYTES ? 0 : length;
        ByteBuffer.wrap(kept).putLong(number);
        reply.target().getBytes(from, kept, Long.BYTES, keptLength);
        keys.put(
                key.array(),
                0,
                KEY_BYTES,
                kept,
                0,
                Long.BYTES + keptLength,
                keys.nowMillis() + TimeUnit.SECONDS.toMillis(KEPT_SECONDS),
                RangeTable.ANSWER);
    }
}
