package io.buddykv.node.command;

import org.junit.jupiter.api.Test;

class GenericCommandsTest {
    @Test
    void keysAreCountedAndDeleted() {
        CommandScript.run(
                """
                MSET {t}a 1 {t}b 2          => +OK
                EXISTS {t}a {t}a {t}c       => :2
                TOUCH {t}a {t}b {t}c        => :2
                TYPE {t}a                   => +string
                TYPE {t}c                   => +none
                DEL {t}a {t}a {t}c          => :1
                UNLINK {t}b                 => :1
                UNLINK {t}b                 => :0
                SET {t}a 1                  => +OK
                DELIFEQ {t}a 2              => :0
                DELIFEQ {t}a 1              => :1
                DELIFEQ {t}a 1              => :0
                """);
    }

    @Test
    void keysAreRenamedWithTheirExpiry() {
        CommandScript.run(
                """
                RENAME {t}a {t}b            => -ERR no such key
                RENAMENX {t}a {t}b          => -ERR no such key
                RENAME {t}a {t}a            => -ERR no such key
                SET {t}a 1 EX 100           => +OK
                SET {t}b 2                  => +OK
                RENAMENX {t}a {t}b          => :0
                RENAMENX {t}a {t}a          => :0
                RENAME {t}a {t}a            => +OK
                RENAME {t}a {t}b            => +OK
                TTL {t}b                    => :100
                EXISTS {t}a                 => :0
                RENAMENX {t}b {t}a          => :1
                GET {t}a                    => $1 1
                """);
    }

    @Test
    void keysAreCopied() {
        CommandScript.run(
                """
                COPY {t}a {t}b              => :0
                SET {t}a 1 EX 100           => +OK
                COPY {t}a {t}b              => :1
                TTL {t}b                    => :100
                SET {t}a 2                  => +OK
                COPY {t}a {t}b              => :0
                COPY {t}a {t}b REPLACE      => :1
                MGET {t}a {t}b              => *2 $1 2 $1 2
                TTL {t}b                    => :-1
                COPY {t}a {t}a              => -ERR source and destination objects are the same
                COPY {t}a {t}b DB 0 REPLACE => :1
                COPY {t}a {t}b DB 1         => -ERR Copying to another database is not allowed in cluster mode
                COPY {t}a {t}b DB 16        => -ERR DB index is out of range
                COPY {t}a {t}b DB x         => -ERR value is not an integer or out of range
                COPY {t}a {t}b DB           => -ERR syntax error
                """);
    }
}
