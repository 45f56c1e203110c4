package io.buddykv.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "+OK^ -> Simple[text=OK]",
                "+^ -> Simple[text=]",
                "-ERR a b^ -> Failure[text=ERR a b]",
                "!8^ERR a^b^ -> Failure[text=ERR a|b]",
                ":-12^ -> Whole[value=-12]",
                "$0^^ -> Bulk[]",
                "$4^a^b^ -> Bulk[a|b]",
                "$-1^ -> Nil[]",
                "*-1^ -> Nil[]",
                "_^ -> Nil[]",
                "#t^ -> Bool[value=true]",
                "#f^ -> Bool[value=false]",
                ",1.5^ -> Real[value=1.5]",
                ",1e3^ -> Real[value=1000.0]",
                ",inf^ -> Real[value=Infinity]",
                ",-inf^ -> Real[value=-Infinity]",
                ",nan^ -> Real[value=NaN]",
                "(-123456789012345678901^ -> BigNumber[text=-123456789012345678901]",
                "=5^txt:a^ -> Verbatim[format=txt, text=a]",
                "*0^ -> Array[elements=[]]",
                "*2^:1^*1^+a^ -> Array[elements=[Whole[value=1], Array[elements=[Simple[text=a]]]]]",
                "*2^*0^%0^ -> Array[elements=[Array[elements=[]], Pairs[keysAndValues=[]]]]",
                "%1^+k^_^ -> Pairs[keysAndValues=[Simple[text=k], Nil[]]]",
                "~1^:1^ -> Members[elements=[Whole[value=1]]]",
                ">2^+message^:1^ -> Push[elements=[Simple[text=message], Whole[value=1]]]",
                "|1^+ttl^:1^:5^ -> Whole[value=5]",
                "|0^:5^ -> Whole[value=5]",
                "*2^:1^|1^+a^*1^:9^:2^ -> Array[elements=[Whole[value=1], Whole[value=2]]]",
            })
    void readsEveryType(String wire, String reply) {
        byte[] bytes = wire.replace("^", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        for (int piece : new int[] {1, 2, 3, 1000}) {
            assertThat(read(new RespReader(), bytes, List.of(piece)))
                    .extracting(read -> read.toString().replace("\r\n", "|"))
                    .containsExactly(reply);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "?^ -> unknown reply type '?'",
                "$?^ -> not a number: '?'",
                ":^ -> not a number: ''",
                ":1x^ -> not a number: '1x'",
                ",x^ -> not a number: 'x'",
                "#x^ -> neither true nor false: 'x'",
                "$-2^ -> a reply of length -2, not from 0 to 100",
                "$101^ -> a reply of length 101, not from 0 to 100",
                "*11^ -> a reply of length 11, not from 0 to 10",
                "%-1^ -> a reply of length -1, not from 0 to 10",
                "$1^xyz -> a bulk reply does not end where it should",
                "=3^abc^ -> a verbatim reply without a format",
                "*1^*1^*1^*1^ -> replies lie deeper in each other than 3",
                "+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa -> a reply line of more than 40",
                "+a@b -> a reply line without a line feed",
            })
    void refusesWhatIsNotTheProtocol(String wire, String reason) {
        RespReader reader = new RespReader(new RespReader.Limits(3, 10, 100, 40));
        byte[] bytes = wire.replace("^", "\r\n").replace('@', '\r').getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(reader, bytes, List.of(1)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageEndingWith(reason);
    }

    @Property
    void readsWhatTheWriterWritesHoweverItIsSplit(
            @ForAll("replies") List<Reply> replies, @ForAll("cuts") List<Integer> cuts) {
        ByteBuf wire = Unpooled.buffer();
        ReplyWriter writer = new ReplyWriter().to(wire);
        writer.protocol(3);
        replies.forEach(reply -> write(writer, reply));

        assertThat(read(new RespReader(), ByteBufUtil.getBytes(wire), cuts)).isEqualTo(replies);
    }

    @Property
    void throwsNothingElseAtAnyBytes(@ForAll byte[] noise, @ForAll("tokens") List<String> tokens) {
        byte[] bytes = (String.join("", tokens) + new String(noise, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(outcome(bytes, 1)).isEqualTo(outcome(bytes, 7));
    }

    /** Where this read what it had read before, it would take hours. */
    @Test
    @Timeout(60)
    void understandsALargeReplyOnceHoweverSmallThePieces() {
        byte[] bulk = new byte[4_000_000];
        RespReader reader = new RespReader();
        append(reader, "*2\r\n$" + bulk.length + "\r\n");
        for (int i = 0; i < bulk.length; i++) {
            reader.append(bulk, i, 1);
            if (reader.next() != null) {
                throw new AssertionError("done after " + i);
            }
        }
        append(reader, "\r\n:1\r\n");
        assertThat(reader.next()).isEqualTo(new Reply.Array(List.of(new Reply.Bulk(bulk), new Reply.Whole(1))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 16_383, 16_384, 100_000})
    void readsALongStreamInPiecesOfAnySize(int piece) {
        StringBuilder stream = new StringBuilder();
        List<Reply> sent = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            stream.append(':').append(i).append("\r\n$3\r\nabc\r\n");
            sent.add(new Reply.Whole(i));
            sent.add(new Reply.Bulk(new byte[] {'a', 'b', 'c'}));
        }
        byte[] bytes = stream.toString().getBytes(StandardCharsets.US_ASCII);

        assertThat(read(new RespReader(), bytes, List.of(piece))).isEqualTo(sent);
    }

    @Test
    void findsAValueByItsKey() {
        RespReader reader = new RespReader();
        append(reader, "%2\r\n$1\r\na\r\n:1\r\n+b\r\n:2\r\n");
        Reply.Pairs pairs = (Reply.Pairs) reader.next();

        assertThat(pairs.get("b")).isEqualTo(new Reply.Whole(2));
        assertThat(pairs.get("c")).isNull();
        assertThat(pairs.text()).isEqualTo("[a, 1, b, 2]");
    }

    @Test
    void writesCommandsThatTheParserReads() {
        ByteBuf wire = Unpooled.buffer();
        RequestWriter writer = new RequestWriter().to(wire);
        writer.begin(4)
                .argument("SET")
                .argument("ü")
                .argument(new byte[] {0, 1, 2}, 1, 2)
                .argument(-7);
        writer.command("GET", "x");
        writer.command(Request.of("DEL", "y"));

        RequestParser parser = new RequestParser(RespLimits.DEFAULT);
        Request request = new Request();
        byte[] bytes = ByteBufUtil.getBytes(wire);
        int next = parser.parse(bytes, 0, bytes.length, request);
        assertThat(request).hasToString("SET Ã¼ \u0001\u0002 -7");
        next = parser.parse(bytes, next, bytes.length, request);
        assertThat(request).hasToString("GET x");
        next = parser.parse(bytes, next, bytes.length, request);
        assertThat(request).hasToString("DEL y");
        assertThat(next).isEqualTo(bytes.length);
    }

    private static String outcome(byte[] bytes, int piece) {
        List<Reply> replies = new ArrayList<>();
        RespReader reader = new RespReader(new RespReader.Limits(3, 10, 100, 40));
        try {
            read(reader, bytes, List.of(piece), replies);
        } catch (ProtocolException e) {
            return replies + e.getMessage();
        }
        return replies.toString();
    }

    private static List<Reply> read(RespReader reader, byte[] bytes, List<Integer> cuts) {
        List<Reply> replies = new ArrayList<>();
        read(reader, bytes, cuts, replies);
        return replies;
    }

    private static void read(RespReader reader, byte[] bytes, List<Integer> cuts, List<Reply> into) {
        int at = 0;
        for (int i = 0; at < bytes.length; i++) {
            int end = Math.min(bytes.length, at + cuts.get(i % cuts.size()));
            reader.append(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, end)));
            at = end;
            for (Reply reply = reader.next(); reply != null; reply = reader.next()) {
                into.add(reply);
            }
        }
    }

    private static void append(RespReader reader, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        reader.append(bytes, 0, bytes.length);
    }

    private static void write(ReplyWriter writer, Reply reply) {
        if (reply instanceof Reply.Simple simple) {
            writer.simple(simple.text());
        } else if (reply instanceof Reply.Failure failure) {
            writer.error(failure.text());
        } else if (reply instanceof Reply.Whole whole) {
            writer.integer(whole.value());
        } else if (reply instanceof Reply.Bulk bulk) {
            writer.bulk(bulk.bytes());
        } else if (reply instanceof Reply.Nil) {
            writer.nil();
        } else if (reply instanceof Reply.Bool bool) {
            writer.bool(bool.value());
        } else if (reply instanceof Reply.Real real) {
            writer.doubleValue(real.value());
        } else if (reply instanceof Reply.BigNumber big) {
            writer.bigNumber(big.text());
        } else if (reply instanceof Reply.Verbatim verbatim) {
            writer.verbatim(verbatim.format(), verbatim.text());
        } else if (reply instanceof Reply.Array array) {
            writer.array(array.elements().size());
            array.elements().forEach(element -> write(writer, element));
        } else if (reply instanceof Reply.Pairs pairs) {
            writer.map(pairs.keysAndValues().size() / 2);
            pairs.keysAndValues().forEach(element -> write(writer, element));
        } else if (reply instanceof Reply.Members members) {
            writer.set(members.elements().size());
            members.elements().forEach(element -> write(writer, element));
        } else if (reply instanceof Reply.Push push) {
            writer.push(push.elements().size());
            push.elements().forEach(element -> write(writer, element));
        }
    }

    @Provide
    Arbitrary<List<Reply>> replies() {
        return nested(3).list().ofMaxSize(8);
    }

    private static Arbitrary<Reply> nested(int depth) {
        Arbitrary<String> line = Arbitraries.strings().withCharRange(' ', 'ÿ').ofMaxLength(20);
        Arbitrary<Reply> leaf = Arbitraries.oneOf(
                line.map(Reply.Simple::new),
                line.map(Reply.Failure::new),
                Arbitraries.longs().map(Reply.Whole::new),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(700).map(Reply.Bulk::new),
                Arbitraries.just(Reply.NIL),
                Arbitraries.of(true, false).map(Reply.Bool::new),
                Arbitraries.doubles().map(Reply.Real::new),
                Arbitraries.bigIntegers().map(value -> new Reply.BigNumber(value.toString())),
                Arbitraries.strings().ofMaxLength(20).map(text -> new Reply.Verbatim("txt", text)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<List<Reply>> elements =
                Arbitraries.lazy(() -> nested(depth - 1)).list().ofMaxSize(4);
        return Arbitraries.oneOf(
                leaf,
                leaf,
                elements.map(Reply.Array::new),
                elements.map(Reply.Members::new),
                elements.map(Reply.Push::new),
                elements.filter(list -> list.size() % 2 == 0).map(Reply.Pairs::new));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 400).list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return Arbitraries.of(
                        "*1\r\n",
                        "*2\r\n",
                        "%1\r\n",
                        "|1\r\n",
                        "$3\r\n",
                        "abc\r\n",
                        "+a\r\n",
                        ":1\r\n",
                        "*0\r\n",
                        "$-1\r\n",
                        "_\r\n",
                        "~1\r\n",
                        ">1\r\n",
                        "\r",
                        "\n",
                        "=5\r\ntxt:a\r\n",
                        "!1\r\nx\r\n",
                        "|0\r\n")
                .list()
                .ofMaxSize(12);
    }
}
