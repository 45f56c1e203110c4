package io.buddykv.node.membership.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZooKeeperSettingsTest {
    @Test
    void aMastersSessionIsWhatWasAskedForAndASlavesTwiceAsLong() {
        assertThat(ZooKeeperSettings.forMaster("localhost:2181", "c", 700).sessionMillis())
                .isEqualTo(700);
        assertThat(ZooKeeperSettings.forSlave("localhost:2181", "c", 700).sessionMillis())
                .isEqualTo(1_400);
    }
}
