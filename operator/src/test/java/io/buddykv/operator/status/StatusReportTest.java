package io.buddykv.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.crds.kubernetes.ClusterResourceStatus;
import io.buddykv.operator.Clusters;
import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.PodView;
import io.buddykv.operator.observe.RoleView;
import io.buddykv.operator.plan.Planner;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportTest {
    private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-01T00:01:00Z");

    private static ClusterView view(int down, int underReplicated, boolean redundant, long losses) {
        return new ClusterView(
                "id",
                3,
                down == 0,
                redundant,
                losses,
                List.of(),
                List.of(new ClusterView.Slave(1, "UP", "a", 86, 85, 84, 0, false, "address-1")),
                new ClusterView.Ranges(256, down, 2, underReplicated, 0),
                new ClusterView.Goal(3, 1, "SPREAD", "COUNT", 32, 0),
                null);
    }

    private static ClusterResourceStatus reported(ClusterResource cluster, Optional<ClusterView> view, Instant now) {
        return reported(cluster, view, now, "address-1");
    }

    private static ClusterResourceStatus reported(
            ClusterResource cluster, Optional<ClusterView> view, Instant now, String addressOfPod) {
        PodView pod = new PodView("kv-slave-1", 1, "", true, false, addressOfPod, Duration.ZERO);
        Observation seen = new Observation(
                cluster.getSpec(),
                new RoleView(Optional.empty(), List.of(pod)),
                RoleView.ABSENT,
                RoleView.ABSENT,
                view,
                true,
                Optional.ofNullable(cluster.getStatus()).map(ClusterResourceStatus::clusterId));
        return new StatusReport(Clock.fixed(now, ZoneOffset.UTC))
                .of(cluster, seen, Planner.plan(seen), "registry:5000/buddykv/node:1.2");
    }

    private static Condition condition(ClusterResourceStatus status, String type) {
        return status.conditions().stream()
                .filter(each -> each.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, true,  0, True,  AllRangesServed, True,  AllInSync,     False",
        "0, 5, false, 0, True,  AllRangesServed, False, CopiesMissing, False",
        "3, 3, false, 0, False, RangesDown,      False, CopiesMissing, False",
        "0, 0, false, 0, True,  AllRangesServed, False, TooFewSlaves,  False",
        "0, 0, true,  7, True,  AllRangesServed, True,  AllInSync,     True",
    })
    void conditionsSayWhatTheMapSays(
            int down,
            int underReplicated,
            boolean redundant,
            long losses,
            String ready,
            String readyReason,
            String isRedundant,
            String redundantReason,
            String lost) {
        ClusterResourceStatus status = reported(
                Clusters.with("{replicas: 3}"), Optional.of(view(down, underReplicated, redundant, losses)), EARLIER);

        assertThat(condition(status, Conditions.READY).getStatus()).isEqualTo(ready);
        assertThat(condition(status, Conditions.READY).getReason()).isEqualTo(readyReason);
        assertThat(condition(status, Conditions.REDUNDANT).getStatus()).isEqualTo(isRedundant);
        assertThat(condition(status, Conditions.REDUNDANT).getReason()).isEqualTo(redundantReason);
        assertThat(condition(status, Conditions.DATA_LOST).getStatus()).isEqualTo(lost);
        assertThat(status.observedGeneration()).isEqualTo(4);
        assertThat(status.version()).isEqualTo("1.2");
        assertThat(status.clusterId()).isEqualTo("id");
        assertThat(status.slaves().get(0).pod()).isEqualTo("kv-slave-1");
    }

    @Test
    void aMapWhosePodsAreGoneIsARememberedOne() {
        ClusterResourceStatus status = reported(
                Clusters.with("{replicas: 3}"), Optional.of(view(0, 0, true, 0)), EARLIER, "address-of-another");

        assertThat(condition(status, Conditions.READY).getStatus()).isEqualTo("False");
        assertThat(condition(status, Conditions.READY).getMessage()).contains("the pods of slaves [1] are gone");
    }

    @Test
    void whileNoMasterAnswersTheLastKnownStands() {
        ClusterResource cluster = Clusters.with("{replicas: 3}");
        ClusterResourceStatus known = reported(cluster, Optional.of(view(0, 0, true, 4)), EARLIER);
        cluster.setStatus(known);

        ClusterResourceStatus silent = reported(cluster, Optional.empty(), LATER);

        assertThat(silent.slaves()).isEqualTo(known.slaves());
        assertThat(silent.ranges()).isEqualTo(known.ranges());
        assertThat(condition(silent, Conditions.READY).getReason()).isEqualTo("MasterSilent");
        assertThat(condition(silent, Conditions.DATA_LOST).getStatus()).isEqualTo("True");
    }

    @Test
    void theTimeOfATransitionStaysWithTheStatus() {
        ClusterResource cluster = Clusters.with("{replicas: 3}");
        cluster.setStatus(reported(cluster, Optional.of(view(0, 0, true, 0)), EARLIER));

        ClusterResourceStatus later = reported(cluster, Optional.of(view(0, 5, false, 0)), LATER);

        assertThat(condition(later, Conditions.READY).getLastTransitionTime()).isEqualTo(EARLIER.toString());
        assertThat(condition(later, Conditions.REDUNDANT).getLastTransitionTime())
                .isEqualTo(LATER.toString());
    }

    @Test
    void theSameSeenAgainIsTheSameStatus() {
        ClusterResource cluster = Clusters.with("{replicas: 3}");
        cluster.setStatus(reported(cluster, Optional.of(view(0, 0, true, 0)), EARLIER));

        assertThat(reported(cluster, Optional.of(view(0, 0, true, 0)), LATER)).isEqualTo(cluster.getStatus());
    }
}
