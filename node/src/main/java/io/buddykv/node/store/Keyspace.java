package io.buddykv.node.store;

import io.buddykv.protocol.resp.CommandException;
import io.netty.buffer.ByteBuf;

/**
 * What a command sees of one key range: a {@link RangeTable} in which expired keys do not exist, and whose every change is
 * told to an {@link EffectSink}. Used under the range's lock; {@link #begin} starts a command, or a whole EXEC, whose effects
 * then share one sequence.
 *
 * <p>After a command the caller asks {@link #changed} (there are effects to send as one record), and {@link #observedSequence}
 * (the answer may leave when that record is acknowledged). Both hold also when the command failed with an error: an
 * expired key that it came upon has been deleted, and that record has to go out.
 *
 * <p><b>Growth</b>: a write that needs memory is refused with {@link CommandException}, with nothing applied, when the
 * budget is exhausted or the range's copies are full. Once a command has written something, further writes of the same
 * command are not refused, so that it stays whole; a command that writes several keys asks {@link #admitGrowth} before the
 * first. Deletions and expiry are never refused.
 *
 * <p><b>Entries</b> are good until the next call that may change the table: that includes {@link #find}, which deletes the
 * key it looks for when that has expired.
 *
 * <p><b>Hold</b>: while writes are held, anything that would change the table throws {@link WritesHeldException}.
 */
public final class Keyspace {
    public static final long NONE = RangeTable.NONE;

    private static final CommandException OUT_OF_MEMORY =
            new CommandException("OOM command not allowed when used memory > 'maxmemory'.");
    private static final CommandException TOO_LONG =
            new CommandException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int SCRATCH_BYTES = 32;

    private final RangeTable table;
    private final EffectSink sink;
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private long nowMillis;
    private long nextSequence;
    private long observed;
    private boolean changed;
    private boolean growthAdmitted;
    private boolean growingWritesAllowed = true;
    private String growthRefusal;
    private String writeRefusal;
    private boolean writesHeld;

    public Keyspace(RangeTable table, EffectSink sink) {
        this.table = table;
        this.sink = sink;
    }

    /** Starts a command. {@code nextSequence} is the one its record will have, if there is one. */
    public void begin(long nowMillis, long nextSequence) {
        this.nowMillis = nowMillis;
        this.nextSequence = nextSequence;
        observed = 0;
        changed = false;
        growthAdmitted = false;
        table.nowSeconds((int) (nowMillis / MILLIS_PER_SECOND));
    }

    /** False while a copy of this range could not take more. */
    public void growingWritesAllowed(boolean allowed) {
        growingWritesAllowed = allowed;
    }

    /**
     * Why writes are refused because they cannot be kept on disk; null for those that are not.
     *
     * @param ofGrowth refuses what takes more room
     * @param ofAll refuses deletions too
     */
    public void diskRefusals(String ofGrowth, String ofAll) {
        growthRefusal = ofGrowth;
        writeRefusal = ofAll;
    }

    /** True while the range is being handed over. */
    public void writesHeld(boolean held) {
        writesHeld = held;
    }

    public long nowMillis() {
        return nowMillis;
    }

    /** Room for a short value, such as a number's digits, that a command puts together; not kept between commands. */
    public byte[] scratch() {
        return scratch;
    }

    /** Whether this command had effects; they make one record. */
    public boolean changed() {
        return changed;
    }

    /** The highest sequence of the records that this command's answers depend on, its own included; 0 for none. */
    public long observedSequence() {
        return observed;
    }

    /** Notes that the answer depends on all keys, as a count of them or a walk through them does. */
    public void observeAll() {
        observed = Math.max(observed, table.highestSequence());
    }

    /** The entry of a key, {@link #NONE} when there is none or it has expired; it is deleted then. */
    public long find(byte[] key, int offset, int length) {
        long entry = table.find(key, offset, length);
        if (entry == NONE) {
            observe(table.lastDeletionSequence(key, offset, length));
            return NONE;
        }
        if (isExpired(entry)) {
            remove(key, offset, length);
            return NONE;
        }
        observe(table.sequence(entry));
        return entry;
    }

    /** Admits writes of about so many bytes before the first of them. */
    public void admitGrowth(long bytes) {
        if (!growthAdmitted) {
            refuseGrowth(bytes);
            growthAdmitted = true;
        }
    }

    /** Adds or overwrites. An expiry of 0 is none; keeping the old one means passing it. Returns the entry. */
    public long put(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long expireAt,
            int type) {
        checkHold();
        checkLengths(keyLength, valueLength);
        admit(key, keyOffset, keyLength, valueLength, expireAt != 0);
        sink.set(key, keyOffset, keyLength, value, valueOffset, valueLength, expireAt, type);
        written();
        return table.put(key, keyOffset, keyLength, value, valueOffset, valueLength, expireAt, type, nextSequence);
    }

    /**
     * Writes a patch into a string from a position on, as {@link RangeTable#splice} does: what APPEND and SETRANGE need, with
     * one copy at most. The key must not have expired: {@link #find} it first. Returns the entry.
     */
    public long splice(
            byte[] key, int keyOffset, int keyLength, int from, byte[] patch, int patchOffset, int patchLength) {
        checkHold();
        long old = table.find(key, keyOffset, keyLength);
        long length = Math.max(old == NONE ? 0 : table.valueLength(old), (long) from + patchLength);
        checkLengths(keyLength, length);
        admit(key, keyOffset, keyLength, (int) length, old != NONE && table.hasExpiryField(old));
        long entry = table.splice(key, keyOffset, keyLength, from, patch, patchOffset, patchLength, nextSequence);
        written();
        sink.set(
                key,
                keyOffset,
                keyLength,
                table.page(entry),
                table.valueAt(entry),
                table.valueLength(entry),
                table.expireAt(entry),
                table.type(entry));
        return entry;
    }

    /** Whether there was such a key. */
    public boolean delete(byte[] key, int offset, int length) {
        if (find(key, offset, length) == NONE) {
            return false;
        }
        remove(key, offset, length);
        growthAdmitted = true;
        return true;
    }

    /** Gives a key an expiry, in the future (else {@link #delete} it). Whether there is such a key. */
    public boolean expire(byte[] key, int offset, int length, long expireAt) {
        if (find(key, offset, length) == NONE) {
            return false;
        }
        expiry(key, offset, length, expireAt);
        return true;
    }

    /** Takes a key's expiry away. Whether it had one. */
    public boolean persist(byte[] key, int offset, int length) {
        long entry = find(key, offset, length);
        if (entry == NONE || table.expireAt(entry) == 0) {
            return false;
        }
        expiry(key, offset, length, 0);
        return true;
    }

    /** Deletes all keys; kept answers stay. */
    public void clear() {
        observeAll();
        if (size() == 0) {
            return;
        }
        checkHold();
        KeptAnswers answers = KeptAnswers.of(table);
        sink.clear();
        written();
        table.clear(nextSequence);
        answers.putInto(this);
    }

    /** Keys, those included that have expired and that nobody has come upon. */
    public int size() {
        return table.size() - table.answers();
    }

    public int volatileCount() {
        return table.volatileCount();
    }

    public long bytes() {
        return table.bytes();
    }

    /**
     * See {@link RangeTable#scan}. Expired entries are not shown, and are deleted when all others have been; nor are kept
     * answers, all of which expire.
     */
    public long scan(long cursor, int atLeast, EntryVisitor visitor) {
        observeAll();
        if (table.volatileCount() == 0) {
            return table.scan(cursor, atLeast, visitor);
        }
        ExpiredKeys metExpired = new ExpiredKeys();
        long next = table.scan(cursor, atLeast, entry -> {
            if (isExpired(entry)) {
                metExpired.add(table, entry);
            } else if (table.type(entry) != RangeTable.ANSWER) {
                visitor.visit(entry);
            }
        });
        for (int i = 0; i < metExpired.count(); i++) {
            remove(metExpired.array(), metExpired.offset(i), metExpired.length(i));
        }
        return next;
    }

    /** See {@link RangeTable#entryNear}; {@link #NONE} also when that entry is no key, or has expired: it is deleted then. */
    public long entryNear(long cursor) {
        observeAll();
        long entry = table.entryNear(cursor);
        if (entry == NONE || table.type(entry) == RangeTable.ANSWER) {
            return NONE;
        }
        if (!isExpired(entry)) {
            return entry;
        }
        byte[] key = table.key(entry);
        remove(key, 0, key.length);
        return NONE;
    }

    private boolean isExpired(long entry) {
        long expireAt = table.expireAt(entry);
        return expireAt != 0 && expireAt <= nowMillis;
    }

    public int keyLength(long entry) {
        return table.keyLength(entry);
    }

    public void copyKey(long entry, byte[] target, int offset) {
        table.copyKey(entry, target, offset);
    }

    public byte[] key(long entry) {
        return table.key(entry);
    }

    public void writeKey(long entry, ByteBuf target) {
        table.writeKey(entry, target);
    }

    /** The array that the entry lies in, to be read only: its key and its value are slices of it. */
    public byte[] array(long entry) {
        return table.page(entry);
    }

    public int keyAt(long entry) {
        return table.keyAt(entry);
    }

    public int valueAt(long entry) {
        return table.valueAt(entry);
    }

    public int valueLength(long entry) {
        return table.valueLength(entry);
    }

    public byte valueByteAt(long entry, int position) {
        return table.valueByteAt(entry, position);
    }

    public void copyValue(long entry, int from, byte[] target, int offset, int length) {
        table.copyValue(entry, from, target, offset, length);
    }

    public byte[] value(long entry) {
        return table.value(entry);
    }

    public void writeValue(long entry, int from, int length, ByteBuf target) {
        table.writeValue(entry, from, length, target);
    }

    public boolean valueEquals(long entry, byte[] bytes, int offset, int length) {
        return table.valueEquals(entry, bytes, offset, length);
    }

    public long expireAt(long entry) {
        return table.expireAt(entry);
    }

    public long sequence(long entry) {
        return table.sequence(entry);
    }

    public int type(long entry) {
        return table.type(entry);
    }

    public int idleSeconds(long entry) {
        return table.idleSeconds(entry);
    }

    public void touch(long entry) {
        table.touch(entry);
    }

    public int entryBytes(long entry) {
        return table.entryBytes(entry);
    }

    private void remove(byte[] key, int offset, int length) {
        checkHold();
        sink.delete(key, offset, length);
        changed = true;
        observe(nextSequence);
        table.remove(key, offset, length, nextSequence);
    }

    private void expiry(byte[] key, int offset, int length, long expireAt) {
        checkHold();
        sink.expire(key, offset, length, expireAt);
        written();
        table.setExpireAt(key, offset, length, expireAt, nextSequence);
    }

    private void written() {
        changed = true;
        growthAdmitted = true;
        observe(nextSequence);
    }

    private void observe(long sequence) {
        if (sequence > observed) {
            observed = sequence;
        }
    }

    private void admit(byte[] key, int offset, int length, int valueLength, boolean expiryField) {
        if (growthRefusal != null && !growthAdmitted) {
            throw new CommandException("MISCONF " + growthRefusal);
        }
        if (growthAdmitted || growingWritesAllowed && table.hasRoomForAnyPut(length, valueLength)) {
            return;
        }
        long charge = table.chargeForPut(key, offset, length, valueLength, expiryField);
        if (charge != RangeTable.NO_GROWTH) {
            refuseGrowth(charge);
        }
    }

    private void refuseGrowth(long charge) {
        if (!growingWritesAllowed || !table.budget().wouldFit(charge) || !table.hasRoomForPages()) {
            throw OUT_OF_MEMORY;
        }
    }

    private void checkHold() {
        if (writesHeld) {
            throw WritesHeldException.INSTANCE;
        }
        if (writeRefusal != null && !changed) {
            throw new CommandException("MISCONF " + writeRefusal);
        }
    }

    private static void checkLengths(int keyLength, long valueLength) {
        if (keyLength > EntryLayout.MAX_KEY_BYTES || valueLength > EntryLayout.MAX_VALUE_BYTES) {
            throw TOO_LONG;
        }
    }
}
