package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.membership.StoredMap;
import io.buddykv.node.time.VirtualTime;
import io.buddykv.topology.ClusterMap;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which changes of the map share a write. A change here raises the number of data losses, which is easily counted. */
class MapLedgerTest {
    private final VirtualTime time = new VirtualTime();
    private final TestingMembership membership = new TestingMembership();
    private final List<ClusterMap> planned = new ArrayList<>();
    private final MapLedger ledger;

    MapLedgerTest() {
        ClusterMap first = new ClusterMap("test", 1, 1, 0, List.of(), new TreeMap<>());
        membership.store(first);
        ledger = new MapLedger(time, time.timers(), membership, this::plan, new Silent(), first, 0);
    }

    @Test
    void whatNobodyWaitsForGathersUntilThePlannerLooksAgain() {
        submit(MapLedger.Urgency.GATHERS);
        time.pass(1);
        assertThat(membership.writes())
                .as("the planner had not looked for long")
                .isEqualTo(1);

        List<CompletableFuture<ClusterMap>> gathered = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            gathered.add(submit(MapLedger.Urgency.GATHERS));
            time.pass(10);
        }
        assertThat(membership.writes()).isEqualTo(1);
        assertThat(gathered).noneMatch(CompletableFuture::isDone);
        time.pass(200);
        assertThat(membership.writes()).isEqualTo(2);
        assertThat(gathered).allMatch(CompletableFuture::isDone);
        assertThat(ledger.confirmed().dataLosses()).isEqualTo(11);
        assertThat(planned).hasSize(2);
    }

    @Test
    void whatClientsWaitForIsWrittenAtOnceTakesTheOthersAlongAndIsPlannedLater() {
        submit(MapLedger.Urgency.GATHERS);
        time.pass(1);
        CompletableFuture<ClusterMap> gathering = submit(MapLedger.Urgency.GATHERS);
        CompletableFuture<ClusterMap> waitedFor = submit(MapLedger.Urgency.CLIENTS_WAIT);
        time.pass(1);
        assertThat(waitedFor).isCompleted();
        assertThat(gathering).isCompleted();
        assertThat(membership.writes()).isEqualTo(2);
        assertThat(planned).hasSize(1);
        time.pass(200);
        assertThat(planned).as("what is planned in consequence").hasSize(2);
    }

    @Test
    void whatIsAskedForIsWrittenAtOnceAndPlannedInTheSameWrite() {
        submit(MapLedger.Urgency.ASKED_FOR);
        time.pass(1);
        submit(MapLedger.Urgency.ASKED_FOR);
        time.pass(1);
        assertThat(membership.writes()).isEqualTo(2);
        assertThat(planned).hasSize(2);
    }

    @Test
    void whatIsAskedForIsPlannedAlsoWhenClientsWaitForSomethingElse() {
        submit(MapLedger.Urgency.ASKED_FOR);
        time.pass(1);
        submit(MapLedger.Urgency.CLIENTS_WAIT);
        submit(MapLedger.Urgency.ASKED_FOR);
        time.pass(1);
        assertThat(membership.writes()).isEqualTo(2);
        assertThat(planned).hasSize(2);
    }

    @Test
    void thePlannerIsNotKeptWaitingWhenItHasLearnedWhatDoesNotKeep() {
        submit(MapLedger.Urgency.ASKED_FOR);
        time.pass(1);
        ledger.reconcile();
        time.pass(1);
        assertThat(planned).hasSize(1);
        ledger.reconcileNow();
        time.pass(1);
        assertThat(planned).hasSize(2);
    }

    private CompletableFuture<ClusterMap> submit(MapLedger.Urgency urgency) {
        return ledger.submit(
                        urgency,
                        Reason.COPY_CHANGED,
                        "one more",
                        (map, term) -> new ClusterMap(
                                map.clusterId(),
                                map.version() + 1,
                                term,
                                map.dataLosses() + 1,
                                map.ranges(),
                                map.slaves()))
                .toCompletableFuture();
    }

    private ClusterMap plan(ClusterMap draft, long term, List<MapStep> steps) {
        planned.add(draft);
        return draft;
    }

    private static final class Silent implements MapLedger.Listener {
        @Override
        public void confirmed(ClusterMap before, ClusterMap after, List<MapStep> steps) {}

        @Override
        public void noticed(Reason reason, String text) {
            throw new AssertionError(reason + " " + text);
        }

        @Override
        public void superseded(StoredMap stored) {
            throw new AssertionError("superseded by " + stored);
        }
    }
}
