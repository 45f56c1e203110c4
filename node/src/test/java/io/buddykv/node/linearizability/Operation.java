package io.buddykv.node.linearizability;

/**
 * The sequential specification of one key: what each operation makes of the key's value, and what it answers. A value is
 * a string of octets (as ISO 8859-1 text); null is a key that does not exist.
 */
public sealed interface Operation {

    /** @param state the value afterwards */
    record Step(String state, Answer answer) {}

    Step applyTo(String state);

    /** Whether an operation that gave this answer cannot have changed the value, whatever the value was. */
    boolean changedNothing(Answer answer);

    /** Whether it never changes anything, so that it says nothing when its answer is unknown. */
    default boolean isRead() {
        return false;
    }

    record Get() implements Operation {
        @Override
        public Step applyTo(String state) {
            return new Step(state, Answer.of(state));
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return true;
        }

        @Override
        public boolean isRead() {
            return true;
        }

        @Override
        public String toString() {
            return "get";
        }
    }

    record Set(String value) implements Operation {
        @Override
        public Step applyTo(String state) {
            return new Step(value, Answer.OK);
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return false;
        }

        @Override
        public String toString() {
            return "set " + value;
        }
    }

    record Delete() implements Operation {
        @Override
        public Step applyTo(String state) {
            return new Step(null, state == null ? Answer.NO : Answer.YES);
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return answer.equals(Answer.NO);
        }

        @Override
        public String toString() {
            return "delete";
        }
    }

    record SetIfAbsent(String value) implements Operation {
        @Override
        public Step applyTo(String state) {
            return state == null ? new Step(value, Answer.YES) : new Step(state, Answer.NO);
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return answer.equals(Answer.NO);
        }

        @Override
        public String toString() {
            return "setnx " + value;
        }
    }

    /** SET with IFEQ: a key that does not exist equals nothing. */
    record CompareAndSet(String expected, String value) implements Operation {
        @Override
        public Step applyTo(String state) {
            return expected.equals(state) ? new Step(value, Answer.OK) : new Step(state, Answer.NIL);
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return answer.equals(Answer.NIL);
        }

        @Override
        public String toString() {
            return "cas " + expected + " -> " + value;
        }
    }

    record Increment(long by) implements Operation {
        @Override
        public Step applyTo(String state) {
            try {
                long sum = Math.addExact(state == null ? 0 : Long.parseLong(state), by);
                return new Step(Long.toString(sum), Answer.of(sum));
            } catch (ArithmeticException | NumberFormatException noNumber) {
                return new Step(state, Answer.NOT_AN_INTEGER);
            }
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return answer.equals(Answer.NOT_AN_INTEGER);
        }

        @Override
        public String toString() {
            return "incr " + by;
        }
    }

    record Append(String suffix) implements Operation {
        @Override
        public Step applyTo(String state) {
            String longer = state == null ? suffix : state + suffix;
            return new Step(longer, Answer.of(longer.length()));
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return false;
        }

        @Override
        public String toString() {
            return "append " + suffix;
        }
    }

    /** SET with an expiry: the value is gone at some time after it, which is told by an {@link Expire}. */
    record SetForMillis(String value, long millis) implements Operation {
        @Override
        public Step applyTo(String state) {
            return new Step(value, Answer.OK);
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return false;
        }

        @Override
        public String toString() {
            return "set " + value + " px " + millis;
        }
    }

    /** The server's own deletion of a value whose time is over: an operation whose outcome nobody is told. */
    record Expire(String value) implements Operation {
        @Override
        public Step applyTo(String state) {
            return new Step(value.equals(state) ? null : state, Answer.NIL);
        }

        @Override
        public boolean changedNothing(Answer answer) {
            return false;
        }

        @Override
        public String toString() {
            return "expiry of " + value;
        }
    }
}
