package io.buddykv.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.crds.InvalidClusterException;
import io.buddykv.operator.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryShareTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                      | 512Mi  | 832  | 1280 | 90",
                "{memory: 1Gi}                           | 1Gi    | 1472 | 1920 | 90",
                "{resources: {limits: {memory: 1280Mi}}} | 512Mi  | 832  | 1280 | 90",
                "{resources: {limits: {memory: 8Gi}}}    | 6041Mi | 7744 | 8192 | 300",
                "{resources: {limits: {memory: 1G}}}     | 250Mi  | 505  | 953  | 60",
            })
    void budgetHeapLimitAndGraceFollowFromEachOther(String spec, String budget, long heap, long limit, long grace) {
        MemoryShare share = MemoryShare.of(Clusters.with(spec).getSpec());

        assertThat(share.budget()).hasToString(budget);
        assertThat(share.heapMib()).isEqualTo(heap);
        assertThat(share.limitMib()).isEqualTo(limit);
        assertThat(share.graceSeconds()).isEqualTo(grace);
    }

    @Test
    void aLimitThatLeavesNothingIsRefused() {
        assertThatThrownBy(() -> MemoryShare.of(
                        Clusters.with("{resources: {limits: {memory: 600Mi}}}").getSpec()))
                .isInstanceOf(InvalidClusterException.class)
                .hasMessageContaining("spec.resources.limits.memory: 600Mi leaves too little");
    }
}
