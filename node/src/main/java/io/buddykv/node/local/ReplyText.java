package io.buddykv.node.local;

import io.buddykv.protocol.resp.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Replies as {@code redis-cli} prints them: for people with types and quotes, or raw, octet for octet, for scripts.
 */
final class ReplyText {
    private ReplyText() {}

    /** The lines of one reply, each ended, for a terminal. */
    static String forPeople(Reply reply) {
        return tty(reply, "");
    }

    /** The octets of one reply without its types, ended by a line feed. */
    static byte[] raw(Reply reply) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        raw(reply, out);
        out.write('\n');
        return out.toByteArray();
    }

    private static String tty(Reply reply, String indent) {
        if (reply instanceof Reply.Simple simple) {
            return simple.text() + "\n";
        } else if (reply instanceof Reply.Failure failure) {
            return "(error) " + failure.text() + "\n";
        } else if (reply instanceof Reply.Whole whole) {
            return "(integer) " + whole.value() + "\n";
        } else if (reply instanceof Reply.Bulk bulk) {
            return quoted(bulk.bytes()) + "\n";
        } else if (reply instanceof Reply.Nil) {
            return "(nil)\n";
        } else if (reply instanceof Reply.Bool bool) {
            return bool.value() ? "(true)\n" : "(false)\n";
        } else if (reply instanceof Reply.Real real) {
            return "(double) " + real.text() + "\n";
        } else if (reply instanceof Reply.Array array) {
            return list(array.elements(), ')', "(empty array)\n", indent);
        } else if (reply instanceof Reply.Members members) {
            return list(members.elements(), '~', "(empty set)\n", indent);
        } else if (reply instanceof Reply.Push push) {
            return list(push.elements(), ')', "(empty push)\n", indent);
        } else if (reply instanceof Reply.Pairs pairs) {
            return pairs(pairs.keysAndValues(), indent);
        }
        return reply.text() + "\n";
    }

    private static String list(List<Reply> elements, char mark, String empty, String indent) {
        if (elements.isEmpty()) {
            return empty;
        }
        int width = Integer.toString(elements.size()).length();
        String deeper = indent + " ".repeat(width + 2);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "" : indent)
                    .append(String.format(Locale.ROOT, "%" + width + "d%c ", i + 1, mark))
                    .append(tty(elements.get(i), deeper));
        }
        return text.toString();
    }

    private static String pairs(List<Reply> keysAndValues, String indent) {
        if (keysAndValues.isEmpty()) {
            return "(empty hash)\n";
        }
        int width = Integer.toString(keysAndValues.size() / 2).length();
        String deeper = indent + " ".repeat(width + 2);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            text.append(i == 0 ? "" : indent)
                    .append(String.format(Locale.ROOT, "%" + width + "d# ", i / 2 + 1))
                    .append(tty(keysAndValues.get(i), deeper).stripTrailing())
                    .append(" => ")
                    .append(tty(keysAndValues.get(i + 1), deeper));
        }
        return text.toString();
    }

    /** As Redis' {@code sdscatrepr}: printable ASCII as it is, the rest escaped. */
    static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte octet : bytes) {
            switch (octet) {
                case '"', '\\' -> text.append('\\').append((char) octet);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 7 -> text.append("\\a");
                case '\b' -> text.append("\\b");
                default -> {
                    if (octet >= ' ' && octet < 127) {
                        text.append((char) octet);
                    } else {
                        text.append(String.format(Locale.ROOT, "\\x%02x", octet & 0xff));
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    private static void raw(Reply reply, ByteArrayOutputStream out) {
        if (reply instanceof Reply.Bulk bulk) {
            out.writeBytes(bulk.bytes());
        } else if (reply instanceof Reply.Array array) {
            raw(array.elements(), out);
        } else if (reply instanceof Reply.Members members) {
            raw(members.elements(), out);
        } else if (reply instanceof Reply.Push push) {
            raw(push.elements(), out);
        } else if (reply instanceof Reply.Pairs pairs) {
            raw(pairs.keysAndValues(), out);
        } else if (!(reply instanceof Reply.Nil)) {
            out.writeBytes(reply.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void raw(List<Reply> elements, ByteArrayOutputStream out) {
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.write('\n');
            }
            raw(elements.get(i), out);
        }
    }
}
