package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.replication.RangeSet;
import io.buddykv.topology.ClusterMap;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a node answers for keys that it does not serve. */
class RedirectionTest {
    @Test
    void aSlaveWithoutAMapIsLoading() throws IOException {
        try (TestingSlave slave = TestingSlave.start(TestingRanges.unborn(), 1, 0);
                RawClient client = new RawClient(slave.clientPort())) {
            assertThat(client.call("GET", "key")).isEqualTo("-LOADING Redis is loading the dataset in memory\r\n");
            assertThat(client.call("CLUSTER", "SLOTS")).startsWith("-LOADING ");
            assertThat(client.call("HELLO", "2")).startsWith("*14\r\n");
            assertThat(client.call("INFO", "persistence")).contains("loading:1");
            assertThat(client.call("COMMAND", "COUNT")).startsWith(":");
            slave.ranges.adopt(TestingRanges.map(1, TestingRanges.SELF));
            assertThat(client.call("GET", "key")).isEqualTo("$-1\r\n");
        }
    }

    @Test
    void aSlaveSendsClientsToThePrimary() throws IOException {
        RangeSet ranges = TestingRanges.standalone();
        try (TestingSlave slave = TestingSlave.start(ranges, 1, 0);
                RawClient client = new RawClient(slave.clientPort())) {
            ranges.adopt(TestingRanges.map(2, TestingRanges.OTHER));
            assertThat(client.call("GET", "key")).isEqualTo("-MOVED 12539 127.0.0.1:7002\r\n");
            assertThat(client.call("READONLY")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "key")).isEqualTo("-MOVED 12539 127.0.0.1:7002\r\n");
            assertThat(client.call("MGET", "a", "b")).startsWith("-CROSSSLOT ");
            assertThat(client.call("WATCH", "key")).isEqualTo("-MOVED 12539 127.0.0.1:7002\r\n");
            assertThat(client.call("DBSIZE")).isEqualTo(":0\r\n");
            assertThat(client.call("INFO", "errorstats")).contains("errorstat_MOVED:count=3");
        }
    }

    @Test
    void aMasterAnswersFromTheMapAndSendsKeysToTheSlaves() throws IOException {
        AtomicReference<ClusterMap> map = new AtomicReference<>();
        try (TestingSlave master = TestingSlave.startMaster(map::get);
                RawClient client = new RawClient(master.clientPort())) {
            assertThat(client.call("SET", "key", "1")).startsWith("-LOADING ");
            map.set(TestingRanges.map(1, TestingRanges.OTHER));
            assertThat(client.call("SET", "key", "1")).isEqualTo("-MOVED 12539 127.0.0.1:7002\r\n");
            assertThat(client.call("WATCH", "key")).isEqualTo("-MOVED 12539 127.0.0.1:7002\r\n");
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
            assertThat(client.call("DBSIZE")).startsWith("-ERR This node is a master of the cluster");
            assertThat(client.call("CLUSTER", "SLOTS")).contains("\r\n:16383\r\n*4\r\n$9\r\n127.0.0.1\r\n:7002\r\n");
            assertThat(client.call("CLUSTER", "NODES")).contains(" myself,master - 0 0 0 connected\n");
            client.call("MULTI");
            assertThat(client.call("SET", "key", "1")).isEqualTo("-MOVED 12539 127.0.0.1:7002\r\n");
            assertThat(client.call("EXEC")).startsWith("-EXECABORT ");
            client.call("MULTI");
            client.call("PING");
            assertThat(client.call("EXEC")).isEqualTo("*1\r\n+PONG\r\n");
        }
    }
}
