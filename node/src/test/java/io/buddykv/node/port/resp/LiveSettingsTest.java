package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LiveSettingsTest {
    @Test
    void theBoundOfValuesHoldsForThoseThatAreMadeFromParts() throws IOException {
        try (TestingSlave slave = TestingSlave.start();
                RawClient client = new RawClient(slave.clientPort())) {
            assertThat(client.call("SETRANGE", "long", "1048570", "0123456789")).isEqualTo(":1048580\r\n");
            assertThat(client.call("CONFIG", "SET", "proto-max-bulk-len", "1mb"))
                    .isEqualTo("+OK\r\n");

            assertThat(client.call("SETRANGE", "key", "1048570", "0123456789"))
                    .startsWith("-ERR string exceeds maximum allowed size");
            assertThat(client.call("APPEND", "long", "x")).startsWith("-ERR string exceeds maximum allowed size");
            assertThat(client.call("SETRANGE", "key", "1048566", "0123456789")).isEqualTo(":1048576\r\n");
            assertThat(client.call("APPEND", "key", "x")).startsWith("-ERR string exceeds maximum allowed size");

            client.call("CONFIG", "SET", "proto-max-bulk-len", "2mb");
            assertThat(client.call("APPEND", "key", "x")).isEqualTo(":1048577\r\n");
        }
    }
}
