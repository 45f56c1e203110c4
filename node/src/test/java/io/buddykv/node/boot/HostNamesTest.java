package io.buddykv.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    @Test
    void anAddressIsBelievedForOneSecond() {
        HostNames.areAskedForAgainSoon();
        assertThat(Security.getProperty("networkaddress.cache.ttl")).isEqualTo("1");
        assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("1");
    }
}
