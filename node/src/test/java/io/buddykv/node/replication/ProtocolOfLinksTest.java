package io.buddykv.node.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.Member;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Slaves of which one speaks another protocol than the other, or does not say what it speaks. */
class ProtocolOfLinksTest {
    private static final int NEWER = ProtocolVersion.CURRENT + 1;

    private final TestingSlaves cluster = new TestingSlaves();
    private final TestingSlaves.Slave a = cluster.slave(1);
    private final TestingSlaves.Slave b = cluster.slave(2);

    /** One end of a link, played by the test. */
    private static final class Played implements FrameLink.Receiver {
        private final FrameSplitter splitter = new FrameSplitter();
        private final Consumer<Played> whenOpened;
        private final Consumer<Played> whenAsked;
        private FrameLink link;
        private boolean closed;

        Played(Consumer<Played> whenOpened, Consumer<Played> whenAsked) {
            this.whenOpened = whenOpened;
            this.whenAsked = whenAsked;
        }

        void send(FrameWriter frame) {
            link.write(frame.bytes(), 0, frame.length());
        }

        @Override
        public void opened(FrameLink opened) {
            link = opened;
            whenOpened.accept(this);
        }

        @Override
        public void received(byte[] bytes, int offset, int length) {
            splitter.split(bytes, offset, length, frame -> {
                if (frame.type() != FrameType.CHALLENGE && frame.type() != FrameType.HELLO) {
                    throw new AssertionError("not expected: " + frame.type());
                }
                whenAsked.accept(this);
            });
        }

        @Override
        public void turnEnded() {}

        @Override
        public void writable() {}

        @Override
        public void closed(String reason) {
            closed = true;
        }
    }

    private void born() {
        var map = cluster.map(TestingSlaves.entry(a, 1, 1, List.of(a, b), List.of()));
        a.adopt(map);
        b.adopt(map);
        cluster.time.pass(45);
    }

    private FrameWriter hello(Member from, Member to) {
        FrameWriter hello = new FrameWriter();
        hello.begin(FrameType.HELLO)
                .text("cluster")
                .member(from)
                .member(to)
                .sized(new byte[] {1})
                .sized(("source " + from.incarnation() + " to " + to.incarnation()).getBytes(UTF_8));
        return hello;
    }

    private Played sourceThatSays(Consumer<FrameWriter> version) {
        Played source = new Played(opened -> {}, asked -> {
            FrameWriter hello = hello(a.member, b.member);
            version.accept(hello);
            hello.end();
            asked.send(hello);
        });
        cluster.network.connector(a.endpoints.replicationPort()).connect(b.endpoints, loop -> source);
        cluster.time.pass(5);
        return source;
    }

    @Test
    void aCopyTakesNothingFromASourceOfAnotherProtocol() {
        born();
        Played source = sourceThatSays(hello -> hello.int32(NEWER));
        assertThat(source.closed).isTrue();
        assertThat(b.events).contains("foreign 1 speaks " + NEWER);
    }

    @Test
    void aCopyTakesNothingFromASourceThatDoesNotSayWhatItSpeaks() {
        born();
        Played source = sourceThatSays(hello -> {});
        assertThat(source.closed).isTrue();
        assertThat(b.events).contains("foreign 1 speaks 0");
    }

    @Test
    void aSourceStreamsNothingToACopyThatDoesNotSayWhatItSpeaksThoughThatOneWelcomesIt() {
        Played copy = new Played(
                opened -> {
                    FrameWriter challenge = new FrameWriter();
                    challenge.begin(FrameType.CHALLENGE).sized(new byte[] {1}).end();
                    opened.send(challenge);
                },
                greeted -> {
                    FrameWriter welcome = new FrameWriter();
                    welcome.begin(FrameType.WELCOME)
                            .sized(("copy " + b.member.incarnation()).getBytes(UTF_8))
                            .end();
                    greeted.send(welcome);
                });
        cluster.network.listen(b.endpoints.replicationPort(), loop -> copy);
        born();
        assertThat(copy.closed).isTrue();
        assertThat(a.events).contains("foreign 2 speaks 0", "closed 2");
    }
}
