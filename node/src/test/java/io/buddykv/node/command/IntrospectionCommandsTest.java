package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntrospectionCommandsTest {
    private final TestingSlave slave = new TestingSlave();

    @Test
    void objectTellsWhatRedisWould() {
        slave.call("SET", "{t}long", "v".repeat(45));
        slave.call("SET", "{t}short", "v".repeat(44));
        CommandScript.run(
                slave,
                """
                SET {t}int -123             => +OK
                OBJECT ENCODING {t}int      => $3 int
                OBJECT ENCODING {t}short    => $6 embstr
                OBJECT ENCODING {t}long     => $3 raw
                OBJECT ENCODING {t}none     => $-1
                OBJECT REFCOUNT {t}int      => :1
                OBJECT REFCOUNT {t}none     => $-1
                OBJECT FREQ {t}none         => $-1
                OBJECT ENCODING             => -ERR wrong number of arguments for 'object|encoding' command
                OBJECT FOO                  => -ERR unknown subcommand 'FOO'. Try OBJECT HELP.
                """);
        assertThat(slave.call("OBJECT", "FREQ", "{t}int")).startsWith("-ERR An LFU maxmemory policy is not selected");
        assertThat(slave.call("OBJECT", "HELP")).startsWith("*15\r\n+OBJECT <subcommand>");
    }

    @Test
    void idleTimeCountsFromTheLastUse() {
        slave.call("SET", "{t}a", "1");
        slave.nowMillis(slave.nowMillis() + 5_000);
        CommandScript.run(
                slave,
                """
                EXISTS {t}a                 => :1
                OBJECT IDLETIME {t}a        => :5
                GET {t}a                    => $1 1
                OBJECT IDLETIME {t}a        => :0
                OBJECT IDLETIME {t}none     => $-1
                """);
    }

    @Test
    void memoryUsageGrowsWithTheEntry() {
        slave.call("SET", "{t}a", "v".repeat(1000));
        assertThat(Integer.parseInt(
                        slave.call("MEMORY", "USAGE", "{t}a").substring(1).trim()))
                .isBetween(1000, 1100);
        CommandScript.run(
                slave,
                """
                MEMORY USAGE {t}none            => $-1
                MEMORY USAGE {t}none SAMPLES 0  => $-1
                MEMORY USAGE {t}none SAMPLES -1 => -ERR syntax error
                MEMORY USAGE {t}none SAMPLES x  => -ERR value is not an integer or out of range
                MEMORY USAGE {t}none SAMPLES    => -ERR syntax error
                """);
    }
}
