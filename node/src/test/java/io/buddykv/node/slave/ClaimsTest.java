package io.buddykv.node.slave;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.RangeClaim;
import io.buddykv.topology.Member;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final long RETRY = 100;
    private static final Member COPY = new Member(2, 20, 0);

    private final Claims claims = new Claims(RETRY);
    private final RangeClaim first = caughtUp(1, 5);
    private final RangeClaim second = caughtUp(2, 5);

    private static RangeClaim caughtUp(int range, long epoch) {
        return new RangeClaim(range, epoch, COPY, RangeClaim.Kind.CAUGHT_UP);
    }

    @Test
    void whatIsNewIsReportedOnce() {
        claims.add(first);
        assertThat(claims.due(1_000)).containsExactly(first);
        claims.reported();
        claims.add(first);
        claims.add(second);
        assertThat(claims.due(1_001)).containsExactly(second);
        assertThat(claims.due(1_002)).isEmpty();
    }

    @Test
    void nothingIsRepeatedWhileAReportHasNoAnswer() {
        claims.add(first);
        claims.due(1_000);
        int report = claims.reported();
        assertThat(claims.due(1_000 + 50 * RETRY)).isEmpty();

        claims.answered(report, 9_000);
        assertThat(claims.due(9_000 + RETRY - 1)).isEmpty();
        assertThat(claims.due(9_000 + RETRY)).containsExactly(first);
    }

    @Test
    void anotherEpochIsAnotherClaim() {
        claims.add(first);
        claims.due(1_000);
        claims.reported();
        claims.add(caughtUp(1, 6));
        assertThat(claims.due(1_001)).containsExactly(caughtUp(1, 6));
    }

    @Test
    void anotherMasterIsToldEverythingAtOnce() {
        claims.add(first);
        claims.due(1_000);
        int report = claims.reported();
        claims.masterChanged();
        assertThat(claims.due(1_001)).containsExactly(first);
        claims.reported();

        claims.answered(report, 1_002);
        assertThat(claims.due(1_002 + RETRY))
                .as("while the new one has not answered, whatever the former does")
                .isEmpty();
    }
}
