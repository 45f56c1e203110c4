package io.buddykv.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.operator.Clusters;
import io.buddykv.operator.model.Role;
import io.buddykv.operator.observe.ClusterView;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.PodView;
import io.buddykv.operator.observe.RoleView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private final Scene scene = new Scene();

    private static PodView old(PodView pod) {
        return new PodView(
                pod.name(), pod.number(), Scene.OLD, pod.ready(), pod.terminating(), pod.address(), pod.machineAway());
    }

    private void everythingIsOld() {
        scene.slaves.replaceAll(PlannerTest::old);
        scene.masters.replaceAll(PlannerTest::old);
        scene.zooKeeper.replaceAll(PlannerTest::old);
    }

    @Test
    void whereAllIsAsWantedNothingIsDone() {
        Plan plan = scene.planned();

        assertThat(plan.applies()).isTrue();
        assertThat(plan.slavePods()).isEqualTo(3);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.disruptionAllowed()).isTrue();
        assertThat(plan.progress().reason()).isEqualTo(Reason.SETTLED);
        assertThat(plan.trouble().reason()).isEqualTo(Reason.HEALTHY);
    }

    @Test
    void podsThatAreNotReadyAreNamedAndThoseThatAreMissingCounted() {
        scene.changed(scene.masters, 2, Scene::unready).slaves.remove(0);

        Finding trouble = scene.planned().trouble();

        assertThat(trouble.reason()).isEqualTo(Reason.PODS_UNREADY);
        assertThat(trouble.message()).endsWith(": 1 slave pod not there yet, kv-master-2");
    }

    @Test
    void nothingIsMissedOfAClusterThatIsPausedBeforeItIsMade() {
        Observation nothing = new Observation(
                Clusters.with("{replicas: 3, paused: true, zookeeper: {replicas: 1}}")
                        .getSpec(),
                RoleView.ABSENT,
                RoleView.ABSENT,
                RoleView.ABSENT,
                Optional.empty(),
                false,
                Optional.empty());

        assertThat(Planner.plan(nothing).trouble().reason()).isEqualTo(Reason.HEALTHY);
    }

    @Test
    void aClusterBeginsWithAllItsPods() {
        Observation nothing = new Observation(
                new Scene().scaledTo(5).seen().spec(),
                RoleView.ABSENT,
                RoleView.ABSENT,
                RoleView.ABSENT,
                Optional.empty(),
                false,
                Optional.empty());

        Plan plan = Planner.plan(nothing);

        assertThat(plan.applies()).isTrue();
        assertThat(plan.slavePods()).isEqualTo(5);
        assertThat(plan.progress().reason()).isEqualTo(Reason.STARTING);
        assertThat(plan.trouble().message())
                .endsWith(": 5 slave pods not there yet, 2 master pods not there yet, 1 zookeeper pod not there yet");
    }

    @Test
    void aPausedClusterIsLeftAlone() {
        scene.spec = "{replicas: 9, paused: true, zookeeper: {replicas: 1}}";
        everythingIsOld();

        Plan plan = scene.planned();

        assertThat(plan.applies()).isFalse();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.slavePods()).isEqualTo(3);
        assertThat(plan.progress().reason()).isEqualTo(Reason.PAUSED);
    }

    @Test
    void lostCredentialsAreNotMadeAnew() {
        scene.credentials = false;

        Plan plan = scene.planned();

        assertThat(plan.applies()).isFalse();
        assertThat(plan.trouble().reason()).isEqualTo(Reason.CREDENTIALS_MISSING);
    }

    @Test
    void nobodyMayTakeAPodAwayWhileARangeIsShortOfACopy() {
        scene.ranges = new ClusterView.Ranges(256, 0, 0, 1, 0);
        assertThat(scene.planned().disruptionAllowed()).isFalse();

        scene.masterAnswers = false;
        assertThat(scene.planned().disruptionAllowed()).isFalse();
    }

    @Test
    void copiesAreLaidAsTheSpecSaysNow() {
        scene.spec = "{replicas: 3, buddies: 2, zookeeper: {replicas: 1}}";

        assertThat(scene.planned().steps()).containsExactly(new Step.OrderShape());
    }

    @Nested
    class ScalingOut {
        @Test
        void podsComeFirst() {
            Plan plan = scene.scaledTo(5).planned();

            assertThat(plan.slavePods()).isEqualTo(5);
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.progress().reason()).isEqualTo(Reason.SCALING_OUT);
        }

        @Test
        void theMasterIsAskedToUseThoseThatHaveRegistered() {
            scene.scaledTo(5).slavePods(5);
            scene.holders.add(Scene.empty(4));
            assertThat(scene.planned().steps()).containsExactly(new Step.OrderSize(4));

            scene.holders.add(Scene.empty(5));
            assertThat(scene.planned().steps()).containsExactly(new Step.OrderSize(5));
        }

        @Test
        void aNumberThatIsMissingIsNotSkipped() {
            scene.scaledTo(5).slavePods(5);
            scene.holders.add(Scene.empty(5));

            assertThat(scene.planned().steps()).isEmpty();
        }
    }

    @Nested
    class ScalingIn {
        @Test
        void theMasterIsAskedBeforeAnyPodGoes() {
            scene.scaledTo(2);

            Plan plan = scene.planned();

            assertThat(plan.steps()).containsExactly(new Step.OrderSize(2));
            assertThat(plan.slavePods()).isEqualTo(3);
            assertThat(plan.progress().reason()).isEqualTo(Reason.SCALING_IN);
        }

        @Test
        void aPodStaysUntilItsSlaveIsEmpty() {
            scene.scaledTo(2);
            scene.goal = Scene.goal(2);
            assertThat(scene.planned().slavePods()).isEqualTo(3);

            scene.holders.set(2, Scene.empty(3));
            assertThat(scene.planned().slavePods()).isEqualTo(2);
        }

        @Test
        void aSlaveThatIsFilledYetIsNotEmpty() {
            scene.scaledTo(2);
            scene.goal = Scene.goal(2);
            scene.holders.set(2, new ClusterView.Slave(3, "UP", "", 0, 0, 0, 1, true, "kv-slave-address-3"));

            assertThat(scene.planned().slavePods()).isEqualTo(3);
        }

        @Test
        void anEmptySlaveBelowOneThatIsNotStays() {
            scene.slavePods(5).scaledTo(2);
            scene.goal = Scene.goal(2);
            scene.holders = Scene.holders(5);
            scene.holders.set(2, Scene.empty(3));
            scene.holders.set(4, Scene.empty(5));

            assertThat(scene.planned().slavePods()).isEqualTo(4);
        }

        @Test
        void withoutAMasterNoPodGoes() {
            scene.scaledTo(1);
            scene.masterAnswers = false;

            assertThat(scene.planned().slavePods()).isEqualTo(3);
        }

        @Test
        void scalingUpAgainCancelsIt() {
            scene.scaledTo(3);
            scene.goal = Scene.goal(2);

            Plan plan = scene.planned();

            assertThat(plan.steps()).containsExactly(new Step.OrderSize(3));
            assertThat(plan.slavePods()).isEqualTo(3);
        }
    }

    @Nested
    class RollingUpdate {
        @Test
        void zooKeeperThenStandbyThenActiveMasterThenSlavesFromTheHighestNumber() {
            everythingIsOld();
            List<String> order = new java.util.ArrayList<>();
            for (int step = 0; step < 6; step++) {
                String next = ((Step.ReplacePod) scene.planned().steps().get(0)).pod();
                order.add(next);
                for (List<PodView> pods : List.of(scene.zooKeeper, scene.masters, scene.slaves)) {
                    pods.replaceAll(pod -> pod.name().equals(next)
                            ? new PodView(
                                    pod.name(), pod.number(), Scene.NEW, true, false, pod.address(), pod.machineAway())
                            : pod);
                }
            }

            assertThat(order)
                    .containsExactly(
                            "kv-zookeeper-1", "kv-master-1", "kv-master-2", "kv-slave-3", "kv-slave-2", "kv-slave-1");
            assertThat(scene.planned().progress().reason()).isEqualTo(Reason.SETTLED);
        }

        @Test
        void waitsWhileAnyPodIsNotReady() {
            scene.changed(scene.slaves, 3, PlannerTest::old).changed(scene.slaves, 1, Scene::unready);

            Plan plan = scene.planned();

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.progress().reason()).isEqualTo(Reason.UPDATE_WAITS);
        }

        @Test
        void waitsWhileARangeIsNotFullyInSync() {
            scene.changed(scene.slaves, 3, PlannerTest::old);
            scene.ranges = new ClusterView.Ranges(256, 0, 0, 3, 3);

            assertThat(scene.planned().steps()).isEmpty();
        }

        @Test
        void waitsWithoutAMaster() {
            scene.changed(scene.slaves, 3, PlannerTest::old);
            scene.masterAnswers = false;

            assertThat(scene.planned().steps()).isEmpty();
        }

        @Test
        void aBadPodThatHoldsNothingIsReplacedAtOnce() {
            scene.changed(scene.slaves, 3, pod -> Scene.unready(old(pod)));
            scene.holders.set(2, Scene.down(3, 0));
            scene.ranges = new ClusterView.Ranges(256, 0, 85, 170, 0);

            assertThat(scene.planned().steps()).containsExactly(new Step.ReplacePod("kv-slave-3"));
        }

        @Test
        void aBadPodThatMayHoldTheLastCopyIsNot() {
            scene.changed(scene.slaves, 3, pod -> Scene.unready(old(pod)));
            scene.holders.set(2, Scene.down(3, 12));

            assertThat(scene.planned().steps()).isEmpty();
        }

        @Test
        void theOnlySlaveInMemoryIsLeftToItsOwner() {
            scene.scaledTo(1).slavePods(1);
            scene.goal = Scene.goal(1);
            scene.holders = Scene.holders(1);
            scene.changed(scene.slaves, 1, PlannerTest::old);

            Plan plan = scene.planned();

            assertThat(plan.steps()).isEmpty();
            assertThat(plan.trouble().reason()).isEqualTo(Reason.UPDATE_WOULD_LOSE_DATA);
        }
    }

    @Nested
    class MachineAway {
        @Test
        void aPodIsGivenUpWhenItsSlaveIsOutOfTheMapLongEnough() {
            scene.holders.set(2, Scene.down(3, 0));

            scene.changed(scene.slaves, 3, Scene.away(59));
            assertThat(scene.planned().steps()).isEmpty();

            scene.changed(scene.slaves, 3, Scene.away(60));
            assertThat(scene.planned().steps()).containsExactly(new Step.ForceDeletePod("kv-slave-3"));
        }

        @Test
        void aSoleHolderOnlyWhenItCanServeNobodyAnyLonger() {
            scene.holders.set(2, Scene.down(3, 5));

            scene.changed(scene.slaves, 3, Scene.away(179));
            assertThat(scene.planned().steps()).isEmpty();

            scene.changed(scene.slaves, 3, Scene.away(180));
            assertThat(scene.planned().steps()).containsExactly(new Step.ForceDeletePod("kv-slave-3"));
        }

        @ParameterizedTest
        @CsvSource({"3, 10", "49, 10", "51, 9", "58, 2", "60, 1", "3600, 1"})
        void theNextLookIsWhenItsTimeIsUp(long awaySeconds, long nextSeconds) {
            scene.holders.set(2, Scene.down(3, 0));
            scene.changed(scene.slaves, 3, Scene.away(awaySeconds));

            assertThat(Planner.nextLook(scene.seen())).contains(Duration.ofSeconds(nextSeconds));
        }

        @Test
        void whoseSlaveLivesIsLookedAtAgainAndNobodyWhereNoMachineIsAway() {
            assertThat(Planner.nextLook(scene.seen())).isEmpty();

            scene.changed(scene.slaves, 3, Scene.away(3_600));
            assertThat(Planner.nextLook(scene.seen())).contains(Eviction.RETRY);
        }

        @Test
        void aSlaveThatLivesIsNot() {
            scene.changed(scene.slaves, 3, Scene.away(3_600));

            assertThat(scene.planned().steps()).isEmpty();
        }
    }

    @Nested
    class Volumes {
        @BeforeEach
        void areToGrow() {
            scene.spec = "{replicas: 3, storage: {size: 2Gi}, zookeeper: {replicas: 1}}";
            scene.volumeSize = "1Gi";
        }

        @Test
        void growAndTheSetKeepsItsSizeUntilItIsMadeAnew() {
            Plan plan = scene.planned();

            assertThat(plan.volumes().slaves()).isEqualTo("1Gi");
            assertThat(plan.steps()).containsExactly(new Step.GrowVolumes(Role.SLAVE, "2Gi", Scene.SET_UID));
            assertThat(plan.progress().reason()).isEqualTo(Reason.GROWING_VOLUMES);
        }

        @Test
        void areLeftAloneWhileTheirSetIsOnItsWayOut() {
            scene.isEnding = true;
            scene.changed(
                    scene.slaves, 2, pod -> Scene.pods("kv-slave", 2, Scene.OLD).get(1));

            assertThat(scene.planned().steps()).isEmpty();
            assertThat(scene.planned().progress().reason()).isEqualTo(Reason.GROWING_VOLUMES);
        }

        @Test
        void waitForASetThatHasNotTakenOverItsPodsYet() {
            scene.ownsItsPods = false;

            assertThat(scene.planned().steps()).isEmpty();
            assertThat(scene.planned().progress().reason()).isEqualTo(Reason.GROWING_VOLUMES);
        }

        @Test
        void ofZooKeeperGrowAsWell() {
            scene.spec = "{replicas: 3, zookeeper: {replicas: 1, storage: {size: 5Gi}}}";
            scene.volumeSize = "";

            assertThat(scene.planned().volumes().zooKeeper()).isEqualTo("1Gi");
            assertThat(scene.planned().steps())
                    .containsExactly(new Step.GrowVolumes(Role.ZOOKEEPER, "5Gi", Scene.OTHER_UID));
        }

        @Test
        void areGrownInASetThatIsMadeAnewForAsManyPodsAsThereAre() {
            scene.isMade = false;
            scene.spec = "{replicas: 2, storage: {size: 2Gi}, zookeeper: {replicas: 1}}";
            scene.goal = Scene.goal(2);

            assertThat(scene.planned().volumes().slaves()).isEqualTo("2Gi");
            assertThat(scene.planned().slavePods()).isEqualTo(3);
        }
    }
}
