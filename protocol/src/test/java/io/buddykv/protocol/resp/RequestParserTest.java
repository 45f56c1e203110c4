package io.buddykv.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
    private static final RespLimits SMALL = new RespLimits(20, 100_000, 64, 150_000, 10, 16 * 1024);

    private final RequestParser parser = new RequestParser(SMALL);
    private final Request request = new Request();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "*1~$4~PING~ -> PING",
                "*2~$3~GET~$0~~ -> GET;",
                "*3~$3~SET~$1~k~$10~0123456789~ -> SET;k;0123456789",
                "PING~ -> PING",
                "set  a\tb ~ -> set;a;b",
                "*0~ -> ``",
                "*-1~ -> ``",
                "*-10~ -> ``",
                "~ -> ``",
                "set \"a b\\x41\\n\\q\" 'c\\'\\x'~ -> set;a bA^q;c'\\x",
                "foo\"bar\" x~ -> foobar;x",
                "\"\"~ -> ``",
                "a\"b\"~ -> ab",
                "a\u000bb \u000bc~ -> a\u000bb;c",
            })
    void readsWhatRedisReads(String bytes, String arguments) {
        byte[] sent = wire(bytes);
        assertThat(parser.parse(sent, 0, sent.length, request)).isEqualTo(sent.length);
        assertThat(String.join(";", arguments(request))).isEqualTo(arguments.replace('^', '\n'));
    }

    @ParameterizedTest
    @CsvSource({
        "*a~, invalid multibulk length",
        "*~, invalid multibulk length",
        "*01~, invalid multibulk length",
        "*21~, invalid multibulk length",
        "*99999999999999999999~, invalid multibulk length",
        "*9223372036854775807~, invalid multibulk length",
        "*1~x, 'expected ''$'', got ''x'''",
        "*1~$-1~, invalid bulk length",
        "*1~$+1~, invalid bulk length",
        "*1~$~, invalid bulk length",
        "*1~$100001~, invalid bulk length",
        "*1~$00~, invalid bulk length",
        "*1~$4294967297~, invalid bulk length",
        "*1~$9999999999999999999~, invalid bulk length",
        "set \"a~, unbalanced quotes in request",
        "set 'a'b~, unbalanced quotes in request",
        "*11111111111111111111111111111111111111111111111111111111111111111111111, too big mbulk count string",
        "*1~$1111111111111111111111111111111111111111111111111111111111111111111, too big bulk count string",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, too big inline request",
    })
    void refusesInTheWordsOfRedis(String bytes, String reason) {
        byte[] sent = wire(bytes);
        assertThatThrownBy(() -> parser.parse(sent, 0, sent.length, request))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("ERR Protocol error: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "*11~, unauthenticated multibulk length",
        "*21~, invalid multibulk length",
        "*1~$16385~, unauthenticated bulk length",
        "*1~$100001~, invalid bulk length",
    })
    void trustsNoClientWithMuchBeforeItHasAuthenticated(String bytes, String reason) {
        parser.authenticated(false);
        refusesInTheWordsOfRedis(bytes, reason);
    }

    @Test
    void boundsTheWholeRequest() {
        byte[] sent = new byte[100_100];
        byte[] head = wire("*2~$100000~");
        byte[] next = wire("$60000~");
        System.arraycopy(head, 0, sent, 0, head.length);
        System.arraycopy(next, 0, sent, head.length + 100_002, next.length);
        assertThatThrownBy(() -> parser.parse(sent, 0, sent.length, request)).hasMessageEndingWith("too big request");
    }

    @Test
    void readsAPipelineOneByOne() {
        byte[] sent = wire("*1~$4~PING~get a~*0~*2~$3~DEL~$1~a~*2~$3~");
        List<String> read = new ArrayList<>();
        int at = 0;
        for (int next = parser.parse(sent, at, sent.length, request); next >= 0; ) {
            read.add(String.join(";", arguments(request)));
            at = next;
            next = parser.parse(sent, at, sent.length, request);
        }
        assertThat(read).containsExactly("PING", "get;a", "", "DEL;a");
        assertThat(at).isEqualTo(sent.length - 8);
    }

    @Test
    void givesTheIndexOfAHugeRequestBack() {
        RequestParser large = new RequestParser(RespLimits.DEFAULT);
        byte[] sent = wire("*5000~" + "$1~x~".repeat(5000) + "*1~$4~PING~");
        int next = large.parse(sent, 0, sent.length, request);
        assertThat(request.count()).isEqualTo(5000);
        large.parse(sent, next, sent.length, request);
        assertThat(request.retainedArguments()).isLessThan(100);
    }

    /** Where this read what it had read before, it would take hours. */
    @Test
    @Timeout(60)
    void understandsALargeRequestOnceHoweverSmallThePieces() {
        RequestParser large = new RequestParser(RespLimits.DEFAULT);
        byte[] bulk = new byte[4_000_000];
        byte[] sent =
                wire("*1002~" + "$1~x~".repeat(1000) + "$" + bulk.length + "~" + " ".repeat(bulk.length) + "~$1~y~");
        for (int to = 1; to < sent.length; to++) {
            if (large.parse(sent, 0, to, request) != RequestParser.NEED_MORE) {
                fail("done after " + to);
            }
        }
        assertThat(large.parse(sent, 0, sent.length, request)).isEqualTo(sent.length);
        assertThat(request.count()).isEqualTo(1002);
        assertThat(request.length(1000)).isEqualTo(bulk.length);
        assertThat(request.string(1001)).isEqualTo("y");
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(strings = {"a", "*1", "*1\r\n$1"})
    void searchesALineOnceHoweverSmallThePieces(String beginning) {
        RequestParser large = new RequestParser(new RespLimits(10, 10, 4_000_000, 4_000_000, 10, 10));
        byte[] sent = wire(beginning + "1".repeat(3_000_000));
        for (int to = 1; to <= sent.length; to++) {
            if (large.parse(sent, 0, to, request) != RequestParser.NEED_MORE) {
                fail("done after " + to);
            }
        }
    }

    /** Line ends are written as ~. */
    private static byte[] wire(String bytes) {
        return bytes.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<String> arguments(Request request) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            arguments.add(new String(request.copy(i), StandardCharsets.ISO_8859_1));
        }
        return arguments;
    }
}
