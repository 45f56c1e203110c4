package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InputResidueTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int PIECE = 64 * 1024;

    private final ClientMemory memory = new ClientMemory(16 * MEGABYTE);
    private final InputResidue residue = new InputResidue(memory);

    @Test
    void whatComesInPiecesIsKeptWhole() {
        byte[] sent = new byte[3 * MEGABYTE + 5];
        new Random(1).nextBytes(sent);
        residue.announced(sent.length);
        for (int at = 0; at < sent.length; at += PIECE) {
            assertThat(residue.append(sent, at, Math.min(sent.length, at + PIECE)))
                    .isTrue();
        }

        byte[] kept = new byte[sent.length];
        assertThat(residue.moveTo(kept)).isEqualTo(sent.length);
        assertThat(kept).isEqualTo(sent);
        assertThat(memory.used()).isZero();
    }

    @Test
    void anAnnouncementAloneTakesNoMemory() {
        residue.announced(512L * MEGABYTE);
        residue.append(new byte[1000], 0, 1000);

        assertThat(memory.used()).isLessThanOrEqualTo(8_000);
    }

    @Test
    void whatIsAnnouncedIsReachedInFewSteps() {
        residue.announced(8 * MEGABYTE);
        int steps = 0;
        byte[] before = residue.bytes();
        for (int at = 0; at < 8 * MEGABYTE; at += PIECE) {
            residue.append(new byte[PIECE], 0, PIECE);
            steps += residue.bytes() == before ? 0 : 1;
            before = residue.bytes();
        }

        assertThat(steps).isEqualTo(3);
        assertThat(residue.bytes()).hasSize(8 * MEGABYTE);
    }

    @Test
    void thereIsNoRoomBeyondTheMemoryOfAllConnections() {
        residue.announced(32 * MEGABYTE);
        byte[] piece = new byte[4 * MEGABYTE];
        assertThat(residue.append(piece, 0, piece.length))
                .as("as much as there is")
                .isTrue();
        while (residue.append(piece, 0, piece.length)) {
            assertThat(residue.size()).isLessThanOrEqualTo(16 * MEGABYTE);
        }
        residue.clear();
        assertThat(memory.used()).isZero();
    }
}
