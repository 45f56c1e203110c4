package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.protocol.resp.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedirectedClientTest {
    private static final int ANSWER_MILLIS = 20_000;

    @Test
    void movedIsFollowedAndRemembered() throws Exception {
        try (TestingRespServer right = new TestingRespServer(command -> "+there\r\n");
                TestingRespServer wrong = new TestingRespServer(
                        command -> "-MOVED 5 127.0.0.1:" + right.address().port() + "\r\n");
                RedirectedClient client =
                        new RedirectedClient(List.of(wrong.address()), Optional.empty(), ANSWER_MILLIS)) {
            assertThat(client.ask("GET", "a")).isEqualTo(new Reply.Simple("there"));
            assertThat(client.ask("GET", "b")).isEqualTo(new Reply.Simple("there"));

            assertThat(wrong.asked()).containsExactly("GET a");
            assertThat(right.asked()).containsExactly("GET a", "GET b");
        }
    }

    @Test
    void anEmptyHostInMovedMeansTheSayer() throws Exception {
        try (TestingRespServer right = new TestingRespServer(command -> "+there\r\n");
                TestingRespServer wrong = new TestingRespServer(
                        command -> "-MOVED 5 :" + right.address().port() + "\r\n");
                RedirectedClient client =
                        new RedirectedClient(List.of(wrong.address()), Optional.empty(), ANSWER_MILLIS)) {
            assertThat(client.ask("GET", "a")).isEqualTo(new Reply.Simple("there"));
        }
    }

    @Test
    void thePasswordIsSaidOnEachConnection() throws Exception {
        try (TestingRespServer right = new TestingRespServer(command -> "+there\r\n");
                TestingRespServer wrong = new TestingRespServer(command -> command.startsWith("AUTH")
                        ? "+OK\r\n"
                        : "-MOVED 5 127.0.0.1:" + right.address().port() + "\r\n");
                RedirectedClient client =
                        new RedirectedClient(List.of(wrong.address()), Optional.of("secret"), ANSWER_MILLIS)) {
            client.ask("GET", "a");

            assertThat(wrong.asked()).containsExactly("AUTH secret", "GET a");
            assertThat(right.asked()).containsExactly("AUTH secret", "GET a");
        }
    }

    @Test
    void aWrongPasswordIsSaidSo() throws Exception {
        try (TestingRespServer server = new TestingRespServer(command -> "-WRONGPASS no\r\n");
                RedirectedClient client =
                        new RedirectedClient(List.of(server.address()), Optional.of("x"), ANSWER_MILLIS)) {
            assertThatThrownBy(() -> client.ask("GET", "a")).hasMessageContaining("WRONGPASS no");
        }
    }

    @Test
    void askIsFollowedOnceAndNotRemembered() throws Exception {
        try (TestingRespServer importing = new TestingRespServer(command -> "+OK\r\n");
                TestingRespServer owner = new TestingRespServer(
                        command -> "-ASK 5 127.0.0.1:" + importing.address().port() + "\r\n");
                RedirectedClient client =
                        new RedirectedClient(List.of(owner.address()), Optional.empty(), ANSWER_MILLIS)) {
            client.ask("GET", "a");
            client.ask("GET", "b");

            assertThat(owner.asked()).containsExactly("GET a", "GET b");
            assertThat(importing.asked()).containsExactly("ASKING", "GET a", "ASKING", "GET b");
        }
    }

    @Test
    void tryAgainIsTriedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (TestingRespServer server = new TestingRespServer(
                        command -> asked.incrementAndGet() < 3 ? "-TRYAGAIN held\r\n" : "$2\r\nok\r\n");
                RedirectedClient client =
                        new RedirectedClient(List.of(server.address()), Optional.empty(), ANSWER_MILLIS)) {
            assertThat(client.ask("GET", "a").text()).isEqualTo("ok");
        }
    }

    @Test
    void aCircleOfRedirectionsEndsInTheError() throws Exception {
        AtomicInteger port = new AtomicInteger();
        try (TestingRespServer server = new TestingRespServer(command -> "-MOVED 5 127.0.0.1:" + port + "\r\n");
                RedirectedClient client =
                        new RedirectedClient(List.of(server.address()), Optional.empty(), ANSWER_MILLIS)) {
            port.set(server.address().port());

            assertThat(client.ask("GET", "a").isError()).isTrue();
            assertThat(server.asked()).hasSize(17);
        }
    }

    @Test
    void aCommandWhoseConnectionBrokeIsNotRepeated() throws Exception {
        try (TestingRespServer server = new TestingRespServer(command -> "");
                RedirectedClient client =
                        new RedirectedClient(List.of(server.address()), Optional.empty(), ANSWER_MILLIS)) {
            assertThatThrownBy(() -> client.ask("INCR", "a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed the connection");
            assertThat(server.asked()).containsExactly("INCR a");

            server.answer(command -> ":1\r\n");
            assertThat(client.ask("INCR", "a")).isEqualTo(new Reply.Whole(1));
        }
    }
}
