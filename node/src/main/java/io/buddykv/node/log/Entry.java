package io.buddykv.node.log;

/**
 * An entry of the log or of a snapshot, in place in octets:
 *
 * <pre>
 * length:4 kind:1 unused:1 range:2 step:4 tenure:8 sequence:8 body:length
 * </pre>
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><td>{@link #RECORD}</td><td>one record, as replication sends it: its tenure, sequence and effects</td></tr>
 * <tr><td>{@link #RESET}</td><td>whatever the range held is forgotten; it goes on from this sequence with the history in
 *     the body, behind an octet that is 1 when the copy is complete so</td></tr>
 * <tr><td>{@link #CHUNK}</td><td>entries of a range that is being filled, as effects</td></tr>
 * <tr><td>{@link #COMPLETE}</td><td>everything has arrived</td></tr>
 * <tr><td>{@link #HISTORY}</td><td>the history is now the one in the body</td></tr>
 * <tr><td>{@link #MARK}</td><td>a snapshot of the range begins here. In a snapshot: it ends here, and is good once the log
 *     has been read up to this step</td></tr>
 * <tr><td>{@link #STEPS}</td><td>the last steps of all ranges, 4 octets each; of no range</td></tr>
 * </table>
 */
final class Entry {
    static final int RECORD = 1;
    static final int RESET = 2;
    static final int CHUNK = 3;
    static final int COMPLETE = 4;
    static final int HISTORY = 5;
    static final int MARK = 6;
    static final int STEPS = 7;

    static final int HEADER_BYTES = 28;
    static final int NO_RANGE = 0xffff;
    /** Ranges have indexes below this. */
    static final int MOST_RANGES = 4096;

    private static final int KIND_AT = 4;
    private static final int RANGE_AT = 6;
    private static final int STEP_AT = 8;
    private static final int TENURE_AT = 12;
    private static final int SEQUENCE_AT = 20;

    private Entry() {}

    static void writeHeader(
            byte[] bytes, int at, int kind, int range, int step, long tenure, long sequence, int bodyLength) {
        LittleEndian.int32(bytes, at, bodyLength);
        bytes[at + KIND_AT] = (byte) kind;
        bytes[at + KIND_AT + 1] = 0;
        LittleEndian.int16(bytes, at + RANGE_AT, range);
        LittleEndian.int32(bytes, at + STEP_AT, step);
        LittleEndian.int64(bytes, at + TENURE_AT, tenure);
        LittleEndian.int64(bytes, at + SEQUENCE_AT, sequence);
    }

    static int bodyLength(byte[] bytes, int at) {
        return LittleEndian.int32(bytes, at);
    }

    /** Of header and body. */
    static int length(byte[] bytes, int at) {
        return HEADER_BYTES + bodyLength(bytes, at);
    }

    static int kind(byte[] bytes, int at) {
        return bytes[at + KIND_AT];
    }

    static int range(byte[] bytes, int at) {
        return LittleEndian.unsigned16(bytes, at + RANGE_AT);
    }

    static int step(byte[] bytes, int at) {
        return LittleEndian.int32(bytes, at + STEP_AT);
    }

    static long tenure(byte[] bytes, int at) {
        return LittleEndian.int64(bytes, at + TENURE_AT);
    }

    static long sequence(byte[] bytes, int at) {
        return LittleEndian.int64(bytes, at + SEQUENCE_AT);
    }
}
