package io.buddykv.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The expected texts are what redis-server 7.0 answered. */
class RedisErrorsTest {
    @Test
    void repeatsTheBeginningOfWhatNobodyKnows() {
        assertThat(unknown("foo")).isEqualTo("ERR unknown command 'foo', with args beginning with: ");
        assertThat(unknown("")).isEqualTo("ERR unknown command '', with args beginning with: ");
        assertThat(unknown("foo", "a", "b")).isEqualTo("ERR unknown command 'foo', with args beginning with: 'a' 'b' ");
        assertThat(unknown("foo", "x".repeat(200), "y"))
                .isEqualTo("ERR unknown command 'foo', with args beginning with: '" + "x".repeat(128) + "' ");
        assertThat(unknown("foo", "x".repeat(100), "y".repeat(100), "z"))
                .isEqualTo("ERR unknown command 'foo', with args beginning with: '" + "x".repeat(100) + "' '"
                        + "y".repeat(25) + "' ");
        assertThat(unknown("f".repeat(200)))
                .isEqualTo("ERR unknown command '" + "f".repeat(128) + "', with args beginning with: ");
    }

    @Test
    void givesOctetsBackUnchanged() {
        Request request = Request.of(new byte[] {'x', (byte) 0xff, (byte) 0x80});
        assertThat(RedisErrors.unknownCommand(request).getBytes(StandardCharsets.ISO_8859_1))
                .contains(0xff, 0x80);
    }

    @Test
    void spellsRedirections() {
        assertThat(RedisErrors.moved(3999, "127.0.0.1", 6381)).isEqualTo("MOVED 3999 127.0.0.1:6381");
    }

    @Test
    void knowsTheCodeOfAText() {
        assertThat(RedisErrors.code(RedisErrors.CROSS_SLOT)).isEqualTo("CROSSSLOT");
        assertThat(RedisErrors.code("ERR")).isEqualTo("ERR");
    }

    @Test
    void abortsATransactionWithTheReasonAndItsCode() {
        assertThat(RedisErrors.execAbort(RedisErrors.NO_AUTH))
                .isEqualTo("EXECABORT Transaction discarded because of: NOAUTH Authentication required.");
    }

    private static String unknown(String... request) {
        return RedisErrors.unknownCommand(Request.of(request));
    }
}
