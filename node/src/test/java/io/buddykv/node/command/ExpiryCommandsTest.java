package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpiryCommandsTest {
    @Test
    void timesAreSetAndTold() {
        CommandScript.run(
                """
                EXPIRE {t}a 10                      => :0
                TTL {t}a                            => :-2
                EXPIRETIME {t}a                     => :-2
                SET {t}a 1                          => +OK
                PTTL {t}a                           => :-1
                EXPIRE {t}a 10                      => :1
                TTL {t}a                            => :10
                PTTL {t}a                           => :10000
                EXPIRETIME {t}a                     => :1700000010
                PEXPIRETIME {t}a                    => :1700000010000
                PEXPIRE {t}a 1499                   => :1
                TTL {t}a                            => :1
                PEXPIRE {t}a 1500                   => :1
                TTL {t}a                            => :2
                PERSIST {t}a                        => :1
                PERSIST {t}a                        => :0
                EXPIREAT {t}a 1700000001            => :1
                PTTL {t}a                           => :1000
                PEXPIREAT {t}a 1700000000000        => :1
                EXISTS {t}a                         => :0
                SET {t}a 1                          => +OK
                EXPIRE {t}a -1                      => :1
                EXISTS {t}a                         => :0
                EXPIRE {t}a 9223372036854775807     => -ERR invalid expire time in 'expire' command
                PEXPIRE {t}a 9223372036854775807    => -ERR invalid expire time in 'pexpire' command
                EXPIRE {t}a x                       => -ERR value is not an integer or out of range
                """);
    }

    @Test
    void conditionsCompareWithThePresentTime() {
        CommandScript.run(
                """
                SET {t}a 1                          => +OK
                EXPIRE {t}a 10 XX                   => :0
                EXPIRE {t}a 10 GT                   => :0
                EXPIRE {t}a 10 LT                   => :1
                EXPIRE {t}a 20 NX                   => :0
                EXPIRE {t}a 10 GT                   => :0
                EXPIRE {t}a 20 gt                   => :1
                EXPIRE {t}a 20 LT                   => :0
                EXPIRE {t}a 10 XX LT                => :1
                PERSIST {t}a                        => :1
                EXPIRE {t}a 10 NX                   => :1
                EXPIRE {t}a 10 NX GT                => -ERR NX and XX, GT or LT options at the same time are not compatible
                EXPIRE {t}a 10 GT LT                => -ERR GT and LT options at the same time are not compatible
                EXPIRE {t}a 10 FOO                  => -ERR Unsupported option FOO
                """);
    }

    @Test
    void anExpiredKeyIsGoneForEveryCommandAndItsDeletionIsAnEffect() {
        TestingSlave slave = new TestingSlave();
        CommandScript.run(slave, "SET {t}a 1 PX 10 => +OK");
        slave.nowMillis(slave.nowMillis() + 10);

        CommandScript.run(slave, "GET {t}a => $-1");
        assertThat(slave.range("{t}a").changed()).isTrue();
        CommandScript.run(slave, "GET {t}a => $-1");
        assertThat(slave.range("{t}a").changed()).isFalse();
    }
}
