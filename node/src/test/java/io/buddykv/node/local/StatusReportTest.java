package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.boot.Ports;
import io.buddykv.node.boot.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private static final ProcessMark SELF = ProcessMark.of(ProcessHandle.current());

    private static final ClusterState STATE = new ClusterState(
            "c",
            "127.0.0.1",
            6379,
            SELF,
            List.of(
                    new NodeState(Role.ZOOKEEPER, 0, new Ports(7700, 0, 0, 0, 8280), SELF, 1),
                    new NodeState(Role.MASTER, 0, new Ports(6479, 0, 0, 7600, 8180), SELF, 1),
                    new NodeState(Role.MASTER, 1, new Ports(6480, 0, 0, 7601, 8181), null, 1),
                    new NodeState(Role.SLAVE, 0, new Ports(6379, 7400, 7500, 0, 8080), SELF, 1),
                    new NodeState(Role.SLAVE, 1, new Ports(6380, 7401, 7501, 0, 8081), null, 3)));

    private static final ClusterReport TOLD = new ClusterReport(
            "id",
            17,
            2,
            true,
            false,
            5,
            List.of(
                    new ClusterReport.Master(true, 6479, 7600, 8180),
                    new ClusterReport.Master(false, 6480, 7601, 8181)),
            List.of(
                    new ClusterReport.Slave(0, "UP", 128, 256, 0, 0, false, 1_000, 12.4, 3),
                    new ClusterReport.Slave(1, "DOWN", 128, 0, 0, 0, false, 0, 0, 0)),
            new ClusterReport.Ranges(256, 0, 128, 256, 1),
            null,
            null);

    @Test
    void theJsonIsWhatScriptsAreWrittenFor() {
        String pid = "\"pid\":" + SELF.pid();

        assertThat(StatusReport.of(STATE, Optional.of(TOLD)).toJson().replace(pid, "\"pid\":PID"))
                .isEqualTo(
                        "{\"clusterId\":\"id\",\"version\":17,\"ready\":true,\"redundant\":false,\"dataLosses\":5,"
                                + "\"masters\":[{\"active\":true,\"pid\":PID,\"clientPort\":6479,\"httpPort\":8180},"
                                + "{\"active\":false,\"pid\":null,\"clientPort\":6480,\"httpPort\":8181}],"
                                + "\"slaves\":[{\"number\":0,\"up\":true,\"pid\":PID,\"clientPort\":6379,\"masterPort\":7400,"
                                + "\"httpPort\":8080,\"homes\":128,\"primaries\":256,\"copies\":0,\"keys\":1000,"
                                + "\"damagedRanges\":3},"
                                + "{\"number\":1,\"up\":false,\"pid\":null,\"clientPort\":6380,\"masterPort\":7401,"
                                + "\"httpPort\":8081,\"homes\":128,\"primaries\":0,\"copies\":0,\"keys\":0,"
                                + "\"damagedRanges\":0}],"
                                + "\"ranges\":{\"total\":256,\"down\":0,\"redirected\":128,\"underReplicated\":256,\"moving\":1}}");
    }

    @Test
    void whatNobodyTellsIsNullAndNeverZero() {
        StatusReport status = StatusReport.of(STATE, Optional.empty());

        assertThat(status.ready()).isFalse();
        assertThat(status.toJson())
                .contains(
                        "\"clusterId\":null",
                        "\"ranges\":null",
                        "\"keys\":null",
                        "\"primaries\":null",
                        "\"dataLosses\":null");
        assertThat(StatusTable.lines("c", status)).last().isEqualTo("key ranges: nobody answers");
    }

    @Test
    void theTableShowsWhoServesWhat() {
        assertThat(String.join("\n", StatusTable.lines("c", StatusReport.of(STATE, Optional.of(TOLD)))))
                .contains("map version 17  ready, NOT REDUNDANT", "redirected 128, under-replicated 256, moving 1")
                .containsPattern("0 +active +" + SELF.pid() + " +6479 +8180")
                .containsPattern("0 +up +" + SELF.pid() + " +6379 +7400 +8080 +128 +256 +0 +1000 +12")
                .containsPattern("1 +down +- +6380")
                .contains("DATA LOST: 5 key ranges have begun again empty")
                .contains("slave 0: DAMAGED DATA when it started; 3 key ranges")
                .doesNotContain("slave 1: DAMAGED");
    }

    @Test
    void aChangeIsOneLine() {
        assertThat(StatusTable.change(StatusReport.of(STATE, Optional.of(TOLD))))
                .isEqualTo("map 17, ready, not redundant; master 0 active; master 1 down;"
                        + " slave 0 up primaries 256 copies 0; slave 1 down primaries 0 copies 0;"
                        + " key ranges: 256, down 0, redirected 128, under-replicated 256, moving 1");
    }
}
