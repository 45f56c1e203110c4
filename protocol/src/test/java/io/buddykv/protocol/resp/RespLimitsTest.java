package io.buddykv.protocol.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RespLimitsTest {
    @Test
    void leavesRoomForTheLargestBulkBesideOtherArguments() {
        RespLimits limits = RespLimits.DEFAULT.withMaxBulkLength(RespLimits.LARGEST_BULK_LENGTH);

        assertThat(limits.maxBulkLength()).isEqualTo(512 * 1024 * 1024);
        assertThat(limits.maxRequestLength()).isEqualTo(1024 * 1024 * 1024);
        assertThat(RespLimits.DEFAULT.withMaxBulkLength(100).maxRequestLength())
                .isEqualTo(RespLimits.DEFAULT.maxRequestLength());
    }

    @Test
    void namesTheSettingThatIsWrong() {
        assertThatThrownBy(() -> RespLimits.DEFAULT.withMaxBulkLength(0))
                .hasMessage("proto-max-bulk-len must be positive, not 0");
        assertThatThrownBy(() -> RespLimits.DEFAULT.withMaxBulkLength(Integer.MAX_VALUE))
                .hasMessageContaining("proto-max-bulk-len must be at most 536870912");
    }
}
