package io.buddykv.node.linearizability;

/**
 * What a client was told. Two answers to the same operation are the same when their texts are.
 *
 * @param text the value, the number in decimal, or {@code OK}; null stands for nil
 */
public record Answer(String text) {
    public static final Answer OK = new Answer("OK");
    public static final Answer NIL = new Answer(null);
    public static final Answer YES = new Answer("1");
    public static final Answer NO = new Answer("0");
    /** An INCR of something that is no number, or that would overflow. */
    public static final Answer NOT_AN_INTEGER = new Answer("(error) not an integer");

    public static Answer of(long number) {
        return new Answer(Long.toString(number));
    }

    public static Answer of(String value) {
        return new Answer(value);
    }

    @Override
    public String toString() {
        return text == null ? "nil" : text;
    }
}
