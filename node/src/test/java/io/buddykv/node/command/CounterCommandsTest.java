package io.buddykv.node.command;

import org.junit.jupiter.api.Test;

class CounterCommandsTest {
    @Test
    void integersCountUpToTheirLimits() {
        CommandScript.run(
                """
                INCR {t}n                               => :1
                INCRBY {t}n 41                          => :42
                DECR {t}n                               => :41
                DECRBY {t}n 50                          => :-9
                GET {t}n                                => $2 -9
                SET {t}n 9223372036854775806            => +OK
                INCR {t}n                               => :9223372036854775807
                INCR {t}n                               => -ERR increment or decrement would overflow
                SET {t}n -9223372036854775808           => +OK
                DECR {t}n                               => -ERR increment or decrement would overflow
                DECRBY {t}n -9223372036854775808        => -ERR decrement would overflow
                INCRBY {t}n x                           => -ERR value is not an integer or out of range
                SET {t}n 01                             => +OK
                INCR {t}n                               => -ERR value is not an integer or out of range
                GET {t}n                                => $2 01
                """);
    }

    @Test
    void anExpiryStays() {
        CommandScript.run(
                """
                SET {t}n 1 EX 50        => +OK
                INCR {t}n               => :2
                TTL {t}n                => :50
                INCRBYFLOAT {t}n 0.5    => $3 2.5
                TTL {t}n                => :50
                """);
    }

    @Test
    void floatsAreSummedAsRedisDoes() {
        CommandScript.run(
                """
                INCRBYFLOAT {t}f 0.1    => $3 0.1
                INCRBYFLOAT {t}f 0.2    => $3 0.3
                INCRBYFLOAT {t}f 1e3    => $22 1000.29999999999999999
                SET {t}f 3.0e3          => +OK
                INCRBYFLOAT {t}f 200    => $4 3200
                INCRBYFLOAT {t}f inf    => -ERR increment would produce NaN or Infinity
                INCRBYFLOAT {t}f nan    => -ERR value is not a valid float
                INCRBYFLOAT {t}f ''     => -ERR value is not a valid float
                SET {t}f text           => +OK
                INCRBYFLOAT {t}f 1      => -ERR value is not a valid float
                """);
    }
}
