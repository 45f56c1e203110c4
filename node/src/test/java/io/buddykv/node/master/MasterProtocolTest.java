package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.ProtocolVersion;
import org.junit.jupiter.api.Test;

/** Masters and slaves of which one speaks another protocol than the other. */
class MasterProtocolTest {
    private static final int OTHER = ProtocolVersion.CURRENT + 1;

    /** A new master, with the map of {@code former}, whose slaves it does not understand. */
    private static TestingCluster successorOfForeign(TestingCluster former, boolean announced) {
        TestingCluster successor = new TestingCluster(TestingCluster.SETTINGS);
        successor.membership.store(former.map());
        successor.membership.tellMap();
        for (int number = 1; number <= 3; number++) {
            TestingSlave slave = former.slave(number).servedBy(successor.master);
            slave.protocol = OTHER;
            successor.adopt(number, slave);
            if (announced) {
                successor.announce(slave, number);
            }
        }
        return successor;
    }

    private static void assertAbstains(TestingCluster cluster) {
        assertThat(cluster.membership.candidate).isNull();
        assertThat(cluster.membership.written).isEmpty();
        assertThat(cluster.master.view().phase()).isEqualTo(MasterPhase.STANDING_BY);
        assertThat(cluster.master.abstention().orElseThrow())
                .contains("speaks protocol " + OTHER)
                .contains("this node " + ProtocolVersion.CURRENT);
        assertThat(cluster.events.notices).anyMatch(notice -> notice.contains("speaks protocol " + OTHER));
    }

    @Test
    void aMasterThatDoesNotUnderstandTheSlavesDoesNotReignAndTakesNobodyForDead() {
        TestingCluster cluster = successorOfForeign(TestingCluster.booted(), true);
        cluster.runMillis(10_000);
        assertAbstains(cluster);
    }

    @Test
    void itFindsOutByAskingWhereTheMembershipServiceDoesNotTell() {
        TestingCluster cluster = successorOfForeign(TestingCluster.booted(), false);
        cluster.elect(2);
        cluster.runMillis(1_000);
        assertAbstains(cluster);
        cluster.runMillis(2_000);
        cluster.elect(3);
        cluster.runMillis(1_000);
        assertAbstains(cluster);
    }

    @Test
    void aStandbyLeavesTheElectionAsSoonAsItSeesThem() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        int writes = cluster.membership.writes();
        cluster.slave(2).protocol = OTHER;
        cluster.announce(cluster.slave(2), 2);
        assertThat(cluster.membership.candidate).isNull();
        assertThat(cluster.master.abstention()).isPresent();
        assertThat(cluster.membership.writes()).isEqualTo(writes);
    }

    @Test
    void itStandsAgainOnceItUnderstandsThemAll() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        cluster.slave(2).protocol = OTHER;
        cluster.announce(cluster.slave(2), 2);
        cluster.slave(2).protocol = ProtocolVersion.CURRENT;
        cluster.announce(cluster.slave(2), 2);
        cluster.runMillis(2_100);
        assertThat(cluster.master.abstention()).isEmpty();
        cluster.elect(2);
        cluster.runMillis(300);
        assertThat(cluster.master.view().phase()).isEqualTo(MasterPhase.ACTIVE);
        assertThat(cluster.isWell()).isTrue();
    }

    @Test
    void aNewcomerOfAnotherProtocolKeepsNobodyFromReigning() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        TestingSlave newcomer = cluster.process(9);
        newcomer.protocol = OTHER;
        cluster.announce(newcomer, 9);
        cluster.elect(2);
        cluster.runMillis(1_000);
        assertThat(cluster.master.view().phase()).isEqualTo(MasterPhase.ACTIVE);
        assertThat(cluster.isWell()).isTrue();
    }
}
