package io.buddykv.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {
    private static final Member A = new Member(1, Long.MIN_VALUE, 7);
    private static final Member B = new Member(2, Long.MAX_VALUE, -7);
    private static final Endpoints ENDPOINTS = new Endpoints("127.0.0.1", 1, 2, 3, 4);

    static Stream<Object> messages() {
        return Stream.of(
                new Registration(3, 1, 2, ENDPOINTS, "zone", "host", "/slaves/x", "cluster"),
                new Registration(null, 1, 2, ENDPOINTS, "", "höst", "/slaves/x", null),
                new RegistrationAnswer("cluster", 3),
                new Suspicion(A, B, "heartbeats stopped"),
                new CopyReport(
                        A,
                        List.of(
                                new RangeClaim(0, 5, B, RangeClaim.Kind.CAUGHT_UP),
                                new RangeClaim(255, Long.MAX_VALUE, B, RangeClaim.Kind.REMOVE),
                                new RangeClaim(1, 1, B, RangeClaim.Kind.WITHDRAW))),
                new CopyReport(A, List.of()),
                new ReleaseReport(A, List.of(new Release(1, 2, 3))),
                new Leaving(A),
                new ReportAnswer(List.of(1, 2), 99),
                new Check(4, List.of(new RangeFence(1, 2))),
                new CheckAnswer(
                        A, 1, 2, List.of(new RangePosition(1, 2, 3, true), new RangePosition(4, 5, 6, false)), true));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void comesBackAsItWasSent(Object message) {
        assertThat(Messages.read(Messages.write(message), message.getClass())).isEqualTo(message);
    }

    @Test
    void ignoresWhatANewerNodeSays() {
        assertThat(read("{'clusterId':'c','number':1,'more':{'x':[1]}}", RegistrationAnswer.class))
                .isEqualTo(new RegistrationAnswer("c", 1));
    }

    @Test
    void mayLeaveOutWhatMayBeNull() {
        Registration registration = read(
                "{'incarnation':1,'dataId':2,'endpoints':{'host':'h','clientPort':1,'masterPort':2,'replicationPort':3,"
                        + "'httpPort':4},'zone':'','host':'h','ephemeralPath':'/x'}",
                Registration.class);
        assertThat(registration.requestedNumber()).isNull();
        assertThat(registration.clusterId()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "{'clusterId':'c'} -> number",
                "{'number':1} -> clusterId",
                "{'clusterId':null,'number':1} -> clusterId",
                "{'clusterId':'c','number':null} -> null",
                "{'clusterId':'c','number':1.5} -> coerce",
                "{'clusterId':'c','number':99999999999} -> out of range",
                "{'clusterId':'c','number':1 -> end-of-input",
                "{'clusterId':'c','number':1} x -> Unrecognized token",
                "[] -> from Array",
                "null -> null",
                "`` -> end-of-input",
            })
    void saysWhatIsWrong(String json, String reason) {
        assertThatThrownBy(() -> read(json, RegistrationAnswer.class))
                .isInstanceOf(MessageException.class)
                .hasMessageStartingWith("not a RegistrationAnswer: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "{'reporter':{'number':1,'incarnation':1},'claims':[]} -> dataId",
                "{'reporter':null,'claims':[]} -> reporter",
                "{'reporter':{'number':1,'incarnation':1,'dataId':1}} -> claims",
                "{'reporter':{'number':1,'incarnation':1,'dataId':1},'claims':[null]} -> claims",
                "{'reporter':{'number':1,'incarnation':1,'dataId':1},'claims':[{'range':1}]} -> epoch",
                "{'reporter':{'number':1,'incarnation':1,'dataId':1},'claims':[{'range':1,'epoch':1,'copy':"
                        + "{'number':1,'incarnation':1,'dataId':1},'kind':'OTHER'}]} -> CAUGHT_UP",
            })
    void looksIntoEveryPart(String json, String reason) {
        assertThatThrownBy(() -> read(json, CopyReport.class))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void readsNothingLargerThanAnyMessage() {
        byte[] large = new byte[Messages.MAX_LENGTH + 1];
        assertThatThrownBy(() -> Messages.read(large, Leaving.class)).hasMessageContaining("more than");
    }

    private static <T> T read(String json, Class<T> type) {
        return Messages.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
    }
}
