package io.buddykv.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who saw a value sees no earlier one, in whatever order reads, fills and news of changes come. */
class NearEntriesTest {
    private static final int RANGE = 3;

    private final NearEntries near =
            new NearEntries(NearCacheSettings.defaults().ofStaleness(Duration.ofMinutes(10)));

    @BeforeEach
    void confirm() {
        near.current(RANGE, System.nanoTime());
    }

    private static byte[] value(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private NearEntries.Fill begun() {
        NearEntries.Fill fill = near.begin("k", RANGE);
        assertThat(fill).isNotNull();
        return fill;
    }

    private void filled(NearEntries.Fill fill, String text) {
        near.filled("k", fill, value(text), false, 0);
    }

    private String kept() {
        NearEntries.Entry entry = near.find("k");
        return entry == null ? null : new String(entry.octets(), StandardCharsets.US_ASCII);
    }

    @Test
    void whatAFillReadIsKept() {
        filled(begun(), "1");
        assertThat(kept()).isEqualTo("1");
    }

    @Test
    void aChangeSpoilsAFillUnderWay() {
        NearEntries.Fill fill = begun();
        near.spoil("k");
        filled(fill, "1");
        assertThat(kept()).isNull();
    }

    @Test
    void anotherReadThatSawMoreSpoilsAFill() {
        NearEntries.Fill fill = begun();
        near.given("k", value("2"));
        filled(fill, "1");
        assertThat(kept()).isNull();
    }

    /** Its reader had looked before the earlier fill ended, and began its own after that. */
    @Test
    void aFillThatOthersSpoiledLeavesNoEarlierValueBehind() {
        filled(begun(), "1");
        NearEntries.Fill later = begun();
        near.given("k", value("1"));
        filled(later, "2");
        assertThat(kept()).as("after its reader was given 2").isNull();
    }

    @Test
    void onlyOneFillOfAKeyIsUnderWay() {
        begun();
        assertThat(near.begin("k", RANGE)).isNull();
    }

    @Test
    void anInterruptedFeedEndsWhatIsKept() {
        filled(begun(), "1");
        near.interrupted(RANGE);
        near.current(RANGE, System.nanoTime());
        assertThat(kept()).isNull();
    }
}
