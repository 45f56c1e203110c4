package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTextTest {
    private static Reply bulk(String text) {
        return new Reply.Bulk(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String raw(Reply reply) {
        return new String(ReplyText.raw(reply), StandardCharsets.ISO_8859_1);
    }

    @Test
    void forPeopleEachTypeShows() {
        assertThat(ReplyText.forPeople(new Reply.Simple("OK"))).isEqualTo("OK\n");
        assertThat(ReplyText.forPeople(new Reply.Whole(7))).isEqualTo("(integer) 7\n");
        assertThat(ReplyText.forPeople(bulk("a\"b\\c\n\r\t\u0007\b\u0000\u00ff")))
                .isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\a\\b\\x00\\xff\"\n");
        assertThat(ReplyText.forPeople(Reply.NIL)).isEqualTo("(nil)\n");
        assertThat(ReplyText.forPeople(new Reply.Failure("ERR no"))).isEqualTo("(error) ERR no\n");
        assertThat(ReplyText.forPeople(new Reply.Bool(true))).isEqualTo("(true)\n");
        assertThat(ReplyText.forPeople(new Reply.Real(1.5))).isEqualTo("(double) 1.5\n");
        assertThat(ReplyText.forPeople(new Reply.Array(List.of()))).isEqualTo("(empty array)\n");
    }

    @Test
    void nestedArraysAreIndentedAsRedisCliDoes() {
        Reply reply = new Reply.Array(List.of(
                bulk("a"), new Reply.Array(List.of(new Reply.Whole(1), bulk("x"))), new Reply.Array(List.of())));

        assertThat(ReplyText.forPeople(reply))
                .isEqualTo("1) \"a\"\n2) 1) (integer) 1\n   2) \"x\"\n3) (empty array)\n");
    }

    @Test
    void numbersOfElementsLineUp() {
        Reply reply = new Reply.Array(Collections.nCopies(10, new Reply.Whole(0)));

        assertThat(ReplyText.forPeople(reply)).startsWith(" 1) (integer) 0\n").endsWith("10) (integer) 0\n");
    }

    @Test
    void mapsShowWhatBelongsTogether() {
        assertThat(ReplyText.forPeople(new Reply.Pairs(List.of(bulk("k"), new Reply.Whole(1)))))
                .isEqualTo("1# \"k\" => (integer) 1\n");
    }

    @Test
    void rawIsTheOctetsAndALineFeed() {
        assertThat(raw(bulk("\u0000\u00ff\r\n"))).isEqualTo("\u0000\u00ff\r\n\n");
        assertThat(raw(Reply.NIL)).isEqualTo("\n");
        assertThat(raw(new Reply.Whole(7))).isEqualTo("7\n");
        assertThat(raw(new Reply.Failure("ERR no"))).isEqualTo("ERR no\n");
        assertThat(raw(new Reply.Array(List.of(bulk("a"), Reply.NIL, new Reply.Array(List.of(bulk("b")))))))
                .isEqualTo("a\n\nb\n");
    }

    @Test
    void typedLinesAreSplitAsInlineRequestsAre() {
        assertThat(CommandLineWords.of("  set 'a b' \"x\\n\\x41\" *1 "))
                .extracting(word -> new String(word, StandardCharsets.UTF_8))
                .containsExactly("set", "a b", "x\nA", "*1");
    }
}
