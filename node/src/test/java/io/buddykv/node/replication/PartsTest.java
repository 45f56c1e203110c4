package io.buddykv.node.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final Parts parts = new Parts(5);

    @Test
    void whatCameInPiecesIsOneBody() {
        parts.add(frame("ab"));
        parts.add(frame(""));
        assertThat(parts.endedBy(frame("cde"))).isEqualTo("abcde".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void moreThanWasToldIsNotTaken() {
        parts.add(frame("abc"));
        assertThatThrownBy(() -> parts.add(frame("def")))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("parts of more than the 5 octets that were told");
    }

    @Test
    void lessThanWasToldIsNoBody() {
        parts.add(frame("ab"));
        assertThatThrownBy(() -> parts.endedBy(frame("cd")))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("4 octets of 5 that were told");
    }

    private static Frame frame(String body) {
        byte[] octets = (" " + body).getBytes(StandardCharsets.US_ASCII);
        octets[0] = (byte) FrameType.RECORD.ordinal();
        Frame frame = new Frame();
        frame.wrap(octets, 0, octets.length);
        return frame;
    }
}
