package io.buddykv.protocol.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One reply of a server, in RESP2 or RESP3, as a client sees it. */
public sealed interface Reply {
    Nil NIL = new Nil();

    /** Whether the server refused. */
    default boolean isError() {
        return this instanceof Failure;
    }

    /** What it says, for people and for comparisons: bytes are read as UTF-8, elements stand between brackets. */
    String text();

    /** A short status, as {@code OK}. */
    record Simple(String text) implements Reply {}

    /** An error; the text begins with its code. */
    record Failure(String text) implements Reply {
        public String code() {
            return RedisErrors.code(text);
        }
    }

    record Whole(long value) implements Reply {
        @Override
        public String text() {
            return Long.toString(value);
        }
    }

    /** Octets; the array is the reply's own. */
    record Bulk(byte[] bytes) implements Reply {
        @Override
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bulk bulk && Arrays.equals(bytes, bulk.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bulk[" + text() + "]";
        }
    }

    /** No value, of any type that RESP2 has one for. */
    record Nil() implements Reply {
        @Override
        public String text() {
            return "(nil)";
        }
    }

    record Bool(boolean value) implements Reply {
        @Override
        public String text() {
            return Boolean.toString(value);
        }
    }

    record Real(double value) implements Reply {
        @Override
        public String text() {
            return DoubleText.of(value);
        }
    }

    /** A whole number of any size, in decimal. */
    record BigNumber(String text) implements Reply {}

    /** A text for people, with its format of three characters. */
    record Verbatim(String format, String text) implements Reply {}

    record Array(List<Reply> elements) implements Reply {
        @Override
        public String text() {
            return joined(elements);
        }
    }

    /** Keys and values in turn, in the order in which they were sent; keys may be anything, and may repeat. */
    record Pairs(List<Reply> keysAndValues) implements Reply {
        @Override
        public String text() {
            return joined(keysAndValues);
        }

        /** The value of the key with that text, or null. */
        public Reply get(String key) {
            for (int i = 0; i < keysAndValues.size(); i += 2) {
                if (keysAndValues.get(i).text().equals(key)) {
                    return keysAndValues.get(i + 1);
                }
            }
            return null;
        }
    }

    record Members(List<Reply> elements) implements Reply {
        @Override
        public String text() {
            return joined(elements);
        }
    }

    /** Not the answer to anything that was asked. */
    record Push(List<Reply> elements) implements Reply {
        @Override
        public String text() {
            return joined(elements);
        }
    }

    private static String joined(List<Reply> elements) {
        return elements.stream().map(Reply::text).collect(Collectors.joining(", ", "[", "]"));
    }
}
