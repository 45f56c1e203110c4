package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordCursorTest {
    @Test
    void readsWhatWasAddedWhateverBecomesOfTheRing() {
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 50; run++) {
            RecordBacklog backlog = new RecordBacklog();
            Map<Long, byte[]> added = new HashMap<>();
            RecordCursor cursor = new RecordCursor(0);
            long sequence = 0;
            int skipped = 0;
            for (int step = 0; step < 2_000; step++) {
                switch (random.nextInt(40)) {
                    case 0 -> backlog.capacity(RecordBacklog.WATCHED_CAPACITY_BYTES);
                    case 1 -> backlog.capacity(RecordBacklog.CAPACITY_BYTES);
                    case 2 -> backlog.reset(sequence);
                    default -> {
                        byte[] body = new byte[random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(300)];
                        Arrays.fill(body, (byte) random.nextInt());
                        added.put(++sequence, body);
                        backlog.add(sequence, body, 0, body.length);
                    }
                }
                if (!backlog.reaches(cursor.sequence())) {
                    cursor = new RecordCursor(sequence);
                    skipped++;
                }
                for (int reads = random.nextInt(4); reads > 0 && cursor.sequence() < sequence; reads--) {
                    if (!backlog.reaches(cursor.sequence())) {
                        break;
                    }
                    backlog.next(cursor);
                    assertThat(Arrays.copyOfRange(cursor.octets(), cursor.offset(), cursor.offset() + cursor.length()))
                            .isEqualTo(added.get(cursor.sequence()));
                }
            }
            assertThat(cursor.sequence()).isPositive();
            assertThat(skipped).isLessThan(1_000);
        }
    }
}
