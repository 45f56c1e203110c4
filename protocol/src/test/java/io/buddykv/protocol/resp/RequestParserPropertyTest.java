package io.buddykv.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class RequestParserPropertyTest {
    private static final RespLimits SMALL = new RespLimits(50, 300, 64, 1000, 10, 100);

    @Property
    void readsTheSameRequestsHoweverTheyAreSplit(
            @ForAll("requests") List<List<byte[]>> requests, @ForAll("cuts") List<Integer> cuts) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (List<byte[]> request : requests) {
            wire.writeBytes(multibulk(request));
        }
        List<String> sent = requests.stream()
                .filter(request -> !request.isEmpty())
                .map(request -> request.stream()
                        .map(argument -> new String(argument, StandardCharsets.ISO_8859_1))
                        .collect(Collectors.joining("|")))
                .toList();

        assertThat(receive(wire.toByteArray(), cuts).seen()).isEqualTo(sent);
    }

    @Property
    void answersAnyBytesTheSameHoweverTheyAreSplit(@ForAll("hostile") byte[] wire, @ForAll("cuts") List<Integer> cuts) {
        List<String> whole = receive(wire, List.of(wire.length + 1)).seen();

        assertThat(receive(wire, cuts).seen()).isEqualTo(whole);
        assertThat(receive(wire, List.of(1)).seen()).isEqualTo(whole);
    }

    @Property
    void keepsNoMoreThanHasCome(@ForAll("hostile") byte[] wire) {
        int retained = receive(wire, List.of(1)).retainedArguments();

        assertThat(retained).isLessThanOrEqualTo(Math.max(8, wire.length / 3 + 2));
    }

    private static TestingConnection receive(byte[] wire, List<Integer> cuts) {
        TestingConnection connection = new TestingConnection(SMALL);
        int at = 0;
        for (int i = 0; at < wire.length; i++) {
            int end = Math.min(wire.length, at + cuts.get(i % cuts.size()));
            if (!connection.receive(Arrays.copyOfRange(wire, at, end))) {
                break;
            }
            at = end;
        }
        return connection;
    }

    private static byte[] multibulk(List<byte[]> arguments) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(("*" + arguments.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (byte[] argument : arguments) {
            wire.writeBytes(("$" + argument.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            wire.writeBytes(argument);
            wire.writeBytes(new byte[] {'\r', '\n'});
        }
        return wire.toByteArray();
    }

    @Provide
    Arbitrary<List<List<byte[]>>> requests() {
        Arbitrary<byte[]> argument = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20),
                Arbitraries.of((byte) '\r', (byte) '\n', (byte) '$', (byte) '*', (byte) '1')
                        .array(byte[].class)
                        .ofMaxSize(150));
        return argument.list().ofMaxSize(6).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMinSize(1).ofMaxSize(20);
    }

    /** Bytes that come close to the protocol: whole tokens of it and single octets of all kinds. */
    @Provide
    Arbitrary<byte[]> hostile() {
        Arbitrary<String> token = Arbitraries.of(
                "*1\r\n",
                "*2\r\n",
                "*50\r\n",
                "*51\r\n",
                "*0\r\n",
                "*-1\r\n",
                "*",
                "$",
                "\r",
                "\n",
                "\r\n",
                "$1\r\n",
                "$0\r\n",
                "$-1\r\n",
                "$300\r\n",
                "$301\r\n",
                "1",
                "00",
                "999999999",
                "99999999999999999999",
                "\"",
                "'",
                "\\",
                "\\x4",
                "a b ",
                "x\r\n",
                "\0",
                "PING\r\n",
                "$4\r\nPING\r\n",
                "a".repeat(63),
                "1".repeat(64),
                "z".repeat(150));
        Arbitrary<String> octet =
                Arbitraries.integers().between(0, 255).map(value -> String.valueOf((char) value.intValue()));
        return Arbitraries.frequencyOf(Tuple.of(6, token), Tuple.of(1, octet))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.ISO_8859_1));
    }
}
