package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SetCommandsTest {
    @Test
    void setObeysItsConditions() {
        CommandScript.run(
                """
                SET {t}a 1 XX               => $-1
                SET {t}a 1 NX               => +OK
                SET {t}a 2 NX               => $-1
                SET {t}a 2 XX               => +OK
                SET {t}a 3 GET              => $1 2
                SET {t}a 4 NX GET           => $1 3
                GET {t}a                    => $1 3
                SET {t}b 4 NX GET           => $-1
                GET {t}b                    => $1 4
                SET {t}c 4 XX GET           => $-1
                EXISTS {t}c                 => :0
                SET {t}a 1 NX XX            => -ERR syntax error
                SET {t}a 1 FOO              => -ERR syntax error
                SETNX {t}a 9                => :0
                SETNX {t}c 9                => :1
                """);
    }

    @Test
    void ifeqComparesWithTheValue() {
        CommandScript.run(
                """
                SET {t}a new IFEQ old       => $-1
                EXISTS {t}a                 => :0
                SET {t}a old                => +OK
                SET {t}a new IFEQ other     => $-1
                GET {t}a                    => $3 old
                SET {t}a new IFEQ old       => +OK
                GET {t}a                    => $3 new
                SET {t}a 3 IFEQ old GET     => $3 new
                SET {t}a 3 IFEQ new GET     => $3 new
                GET {t}a                    => $1 3
                SET {t}a 4 EX 10 IFEQ 3     => +OK
                TTL {t}a                    => :10
                SET {t}a 5 ifeq 4 KEEPTTL   => +OK
                TTL {t}a                    => :10
                SET {t}a 3 IFEQ             => -ERR syntax error
                SET {t}a 3 IFEQ 3 NX        => -ERR syntax error
                SET {t}a 3 XX IFEQ 3        => -ERR syntax error
                SET {t}a 3 IFEQ 3 IFEQ 3    => -ERR syntax error
                """);
    }

    @Test
    void expiriesAreSetKeptAndChecked() {
        CommandScript.run(
                """
                SET {t}a 1 EX 100           => +OK
                TTL {t}a                    => :100
                SET {t}a 2 KEEPTTL          => +OK
                TTL {t}a                    => :100
                SET {t}a 3                  => +OK
                TTL {t}a                    => :-1
                SET {t}a 3 PXAT 1700000000500   => +OK
                PTTL {t}a                   => :500
                SET {t}a 3 EXAT 1           => +OK
                EXISTS {t}a                 => :0
                DBSIZE                      => :0
                SETEX {t}a 10 v             => +OK
                PTTL {t}a                   => :10000
                PSETEX {t}a 10 v            => +OK
                PTTL {t}a                   => :10
                SET {t}a 3 EX 0             => -ERR invalid expire time in 'set' command
                SET {t}a 3 EX x             => -ERR value is not an integer or out of range
                SETEX {t}a -1 v             => -ERR invalid expire time in 'setex' command
                PSETEX {t}a 9223372036854775807 v => -ERR invalid expire time in 'psetex' command
                SET {t}a 3 EX 1 PX 1        => -ERR syntax error
                SET {t}a 3 EX 1 KEEPTTL     => -ERR syntax error
                SET {t}a 3 EX               => -ERR syntax error
                SET {t}a 3 PERSIST          => -ERR syntax error
                """);
    }

    @Test
    void severalKeysAreSetTogetherOrNotAtAll() {
        CommandScript.run(
                """
                MSET {t}a 1 {t}b 2 {t}a 3   => +OK
                MGET {t}a {t}b              => *2 $1 3 $1 2
                MSETNX {t}c 1 {t}a 9        => :0
                EXISTS {t}c                 => :0
                MSETNX {t}c 1 {t}d 9        => :1
                MSET {t}a                   => -ERR wrong number of arguments for 'mset' command
                MSET {t}a 1 {t}b            => -ERR wrong number of arguments for 'mset' command
                MSETNX {t}a 1 {t}b          => -ERR wrong number of arguments for 'msetnx' command
                """);
    }

    @Test
    void withoutMemoryGrowingWritesAreRefusedWholeAndAllElseGoesOn() {
        TestingSlave slave = new TestingSlave();
        CommandScript.run(slave, "MSET {t}a 1 {t}b 2 => +OK");
        slave.budget().limit(slave.budget().used());

        String refused = "-OOM command not allowed when used memory > 'maxmemory'.";
        assertThat(slave.call("SET", "{t}c", "v".repeat(100_000))).startsWith(refused);
        assertThat(slave.call("MSET", "{t}a", "9", "{t}c", "v".repeat(100_000))).startsWith(refused);
        assertThat(slave.call("GETSET", "{t}a", "v".repeat(100_000))).startsWith(refused);
        assertThat(slave.call("APPEND", "{t}a", "v".repeat(100_000))).startsWith(refused);
        CommandScript.run(
                slave,
                """
                GET {t}a            => $1 1
                RENAME {t}a {t}c    => +OK
                MGET {t}a {t}b {t}c => *3 $-1 $1 2 $1 1
                DEL {t}b {t}c       => :2
                """);
    }
}
