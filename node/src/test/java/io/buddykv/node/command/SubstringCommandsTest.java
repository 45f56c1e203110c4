package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubstringCommandsTest {
    private static final String TOO_LONG = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n";

    @Test
    void partsAreRead() {
        CommandScript.run(
                """
                SET {t}a abcdef             => +OK
                GETRANGE {t}a 0 2           => $3 abc
                GETRANGE {t}a -3 -1         => $3 def
                GETRANGE {t}a 4 100         => $2 ef
                GETRANGE {t}a -100 1        => $2 ab
                GETRANGE {t}a 3 2           => $0
                GETRANGE {t}a -1 -3         => $0
                GETRANGE {t}a -9223372036854775808 9223372036854775807 => $6 abcdef
                SUBSTR {t}a 1 1             => $1 b
                GETRANGE {t}b 0 -1          => $0
                GETRANGE {t}a x 1           => -ERR value is not an integer or out of range
                """);
    }

    @Test
    void partsAreWritten() {
        CommandScript.run(
                """
                APPEND {t}a abc             => :3
                APPEND {t}a def             => :6
                GET {t}a                    => $6 abcdef
                SETRANGE {t}a 2 XY          => :6
                GET {t}a                    => $6 abXYef
                SETRANGE {t}a 5 12345       => :10
                GET {t}a                    => $10 abXYe12345
                SETRANGE {t}b 0 ''          => :0
                EXISTS {t}b                 => :0
                SETRANGE {t}a 50 ''         => :10
                APPEND {t}b ''              => :0
                EXISTS {t}b                 => :1
                SETRANGE {t}a -1 x          => -ERR offset is out of range
                SET {t}c 1 EX 9             => +OK
                APPEND {t}c 2               => :2
                TTL {t}c                    => :9
                """);
    }

    @Test
    void gapsAreZeroBytes() {
        TestingSlave slave = new TestingSlave();
        slave.call("SETRANGE", "{t}a", "3", "x");

        assertThat(slave.call("GET", "{t}a")).isEqualTo("$4\r\n\0\0\0x\r\n");
    }

    @Test
    void valuesEndAtTheLargestBulk() {
        TestingSlave slave = new TestingSlave();
        int limit = TestingSlave.MAX_BULK_LENGTH;

        assertThat(slave.call("SETRANGE", "{t}a", "" + limit, "x")).isEqualTo(TOO_LONG);
        assertThat(slave.call("SETRANGE", "{t}a", "9223372036854775807", "x")).isEqualTo(TOO_LONG);
        assertThat(slave.call("EXISTS", "{t}a")).isEqualTo(":0\r\n");
        assertThat(slave.call("SETRANGE", "{t}a", "" + (limit - 1), "x")).isEqualTo(":" + limit + "\r\n");
        assertThat(slave.call("APPEND", "{t}a", "x")).isEqualTo(TOO_LONG);
        assertThat(slave.call("STRLEN", "{t}a")).isEqualTo(":" + limit + "\r\n");
    }
}
