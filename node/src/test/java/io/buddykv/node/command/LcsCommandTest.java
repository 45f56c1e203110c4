package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LcsCommandTest {
    @Test
    void answersTextLengthOrIndexes() {
        CommandScript.run(
                """
                MSET {t}a ohmytext {t}b mynewtext   => +OK
                LCS {t}a {t}b                       => $6 mytext
                LCS {t}a {t}b LEN                   => :6
                LCS {t}a {t}none                    => $0
                LCS {t}a {t}b IDX                   => *4 $7 matches *2 *2 *2 :4 :7 *2 :5 :8 *2 *2 :2 :3 *2 :0 :1 $3 len :6
                LCS {t}a {t}b IDX MINMATCHLEN 4 WITHMATCHLEN => *4 $7 matches *1 *3 *2 :4 :7 *2 :5 :8 :4 $3 len :6
                LCS {t}a {t}b IDX LEN               => -ERR If you want both the length and indexes, please just use IDX.
                LCS {t}a {t}b FOO                   => -ERR syntax error
                LCS {t}a {t}b MINMATCHLEN           => -ERR syntax error
                LCS {t}a {t}b MINMATCHLEN x         => -ERR value is not an integer or out of range
                """);
    }

    @Test
    void indexesAreAMapInResp3() {
        TestingSlave slave = new TestingSlave();
        slave.protocol(3);
        CommandScript.run(slave, "LCS {t}a {t}b IDX => %2 $7 matches *0 $3 len :0");
    }

    @Test
    void theTableIsBounded() {
        TestingSlave slave = new TestingSlave();
        slave.call("MSET", "{t}a", "a".repeat(5_000), "{t}b", "b".repeat(5_000));

        assertThat(slave.call("LCS", "{t}a", "{t}b"))
                .isEqualTo("-ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len\r\n");
    }
}
