package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.node.store.WritesHeldException;
import org.junit.jupiter.api.Test;

class StringCommandsTest {
    @Test
    void readsWholeStrings() {
        CommandScript.run(
                """
                GET {t}a                    => $-1
                SET {t}a hello              => +OK
                GET {t}a                    => $5 hello
                get {t}a                    => $5 hello
                MGET {t}a {t}b {t}a         => *3 $5 hello $-1 $5 hello
                STRLEN {t}a                 => :5
                STRLEN {t}b                 => :0
                GET                         => -ERR wrong number of arguments for 'get' command
                """);
    }

    @Test
    void nilIsThatOfTheProtocolVersion() {
        TestingSlave slave = new TestingSlave();
        slave.protocol(3);
        CommandScript.run(slave, "GET a => _");
    }

    @Test
    void readsAndChanges() {
        CommandScript.run(
                """
                GETSET {t}a 1               => $-1
                GETSET {t}a 2               => $1 1
                GETDEL {t}a                 => $1 2
                GETDEL {t}a                 => $-1
                SET {t}a x EX 100           => +OK
                GETSET {t}a y               => $1 x
                TTL {t}a                    => :-1
                GETEX {t}a EX 100           => $1 y
                TTL {t}a                    => :100
                GETEX {t}a                  => $1 y
                TTL {t}a                    => :100
                GETEX {t}a PERSIST          => $1 y
                TTL {t}a                    => :-1
                GETEX {t}a PXAT 1           => $1 y
                EXISTS {t}a                 => :0
                GETEX {t}a EX 0             => $-1
                SET {t}a x                  => +OK
                GETEX {t}a EX 0             => -ERR invalid expire time in 'getex' command
                GETEX {t}a KEEPTTL          => -ERR syntax error
                GETEX {t}a EX               => -ERR syntax error
                GETEX {t}a EX 1 PERSIST     => -ERR syntax error
                """);
    }

    @Test
    void otherTypesAreRefusedOrPassedOver() {
        TestingSlave slave = new TestingSlave();
        byte[] key = {'h'};
        TestingSlave.Range range = slave.range("h");
        range.run(slave.nowMillis(), keys -> keys.put(key, 0, 1, key, 0, 1, 0, 3));

        String wrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value";
        for (String command : new String[] {
            "GET h",
            "STRLEN h",
            "GETDEL h",
            "GETEX h",
            "GETSET h 1",
            "APPEND h 1",
            "SETRANGE h 0 1",
            "GETRANGE h 0 1",
            "INCR h",
            "INCRBYFLOAT h 1",
            "SET h v GET",
            "SET h v IFEQ v",
            "DELIFEQ h h"
        }) {
            CommandScript.run(slave, command + " => " + wrongType);
        }
        CommandScript.run(
                slave,
                """
                LCS h h     => -ERR The specified keys must contain string values
                MGET h      => *1 $-1
                SETNX h v   => :0
                SET h v     => +OK
                TYPE h      => +string
                """);
    }

    @Test
    void whileWritesAreHeldAnExpiredKeyStopsTheWholeAnswer() {
        TestingSlave slave = new TestingSlave();
        CommandScript.run(slave, "MSET {t}a 1 {t}b 2 => +OK \n PEXPIRE {t}b 10 => :1");
        slave.nowMillis(slave.nowMillis() + 10);
        slave.holdWrites(true);

        assertThatThrownBy(() -> slave.call("MGET", "{t}a", "{t}b")).isInstanceOf(WritesHeldException.class);
        assertThat(slave.lastReplyOctets()).isZero();

        slave.holdWrites(false);
        CommandScript.run(slave, "MGET {t}a {t}b => *2 $1 1 $-1");
    }
}
