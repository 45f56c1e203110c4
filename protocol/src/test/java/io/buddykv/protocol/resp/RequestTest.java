package io.buddykv.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void comparesWordsWhateverTheirCase() {
        Request request = Request.of("keepTTL", "[", "");

        assertThat(request.is(0, "KEEPTTL")).isTrue();
        assertThat(request.is(0, "KEEPTT")).isFalse();
        assertThat(request.is(0, "KEEPTTX")).isFalse();
        assertThat(request.is(1, "{")).isFalse();
        assertThat(request.is(2, "")).isTrue();
    }

    @Test
    void outlivesItsArrayOnceDetached() {
        byte[] wire = "*3\r\n$3\r\nset\r\n$1\r\nk\r\n$2\r\n-7\r\n".getBytes(StandardCharsets.US_ASCII);
        Request request = new Request();
        new RequestParser(RespLimits.DEFAULT).parse(wire, 0, wire.length, request);
        Request detached = request.detached();
        Arrays.fill(wire, (byte) 0);

        assertThat(detached).hasToString("set k -7");
        assertThat(detached.bytes()).hasSize(6);
        assertThat(detached.integer(2)).isEqualTo(-7);
        assertThat(detached.detached()).hasToString("set k -7");
    }

    @Test
    void givesTheCommandThatACommandIsAbout() {
        assertThat(Request.of("COMMAND", "GETKEYS", "GET", "k").tail(2)).hasToString("GET k");
        assertThat(Request.of("PING").tail(1).count()).isZero();
    }

    @Test
    void showsOnlyTheBeginningOfWhatIsLong() {
        assertThat(Request.of("a".repeat(1000)).toString()).hasSizeLessThan(70);
        assertThat(Request.of("a b c d e f g h i j".split(" "))).hasToString("a b c d e f g h …(10)");
    }
}
