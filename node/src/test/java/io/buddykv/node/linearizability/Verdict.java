package io.buddykv.node.linearizability;

import java.util.List;

/** What the checker says about a history. */
public sealed interface Verdict {

    default boolean isLinearizable() {
        return this instanceof Linearizable;
    }

    /**
     * @param operations how many were judged
     * @param configurations how many the search looked at: its work
     */
    record Linearizable(long operations, long configurations) implements Verdict {}

    /**
     * The answer of {@code unexplained} fits no order.
     *
     * @param before values that the key could have had before the first of {@code operations}
     * @param operations those that it takes to see it, {@code unexplained} included, in the order of invocation
     * @param leftOut how many others were under way or done in that time that cannot explain it, were they even free to
     *     happen or not
     */
    record Violation(String key, Invocation unexplained, List<String> before, List<Invocation> operations, int leftOut)
            implements Verdict {
        public Violation {
            operations = List.copyOf(operations);
        }

        /** For people: one operation a line. */
        public String render() {
            StringBuilder text = new StringBuilder("key " + key + " is not linearizable; before these its value was ")
                    .append(String.join(
                            " or ",
                            before.stream().map(v -> v == null ? "nil" : v).toList()))
                    .append('\n');
            for (Invocation operation : operations) {
                text.append("  ").append(operation);
                text.append(operation.equals(unexplained) ? "   <== no order explains this answer\n" : "\n");
            }
            if (leftOut > 0) {
                text.append("  (").append(leftOut).append(" more operations that make no difference)\n");
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return render();
        }
    }

    /** The search was given up: too many operations of unknown outcome or at the same time on one key. */
    record Undecided(String key, long configurations) implements Verdict {}
}
