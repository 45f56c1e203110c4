package io.buddykv.node.port.master;

import io.buddykv.node.port.exchange.ExchangeClient;
import io.buddykv.node.slave.MasterPort;
import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.Messages;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.MapEncoding;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletionStage;

/** The master ports of other nodes, called over HTTP. */
public final class MasterPortStubs implements MasterPort.Directory {
    private static final byte[] NOTHING = {};

    private final ExchangeClient client;
    private final MapEncoding encoding = new MapEncoding();

    public MasterPortStubs(ExchangeClient client) {
        this.client = client;
    }

    @Override
    public MasterPort of(Endpoints slave) {
        return new Stub(slave.host(), slave.masterPort());
    }

    private final class Stub implements MasterPort {
        private final String host;
        private final int port;

        Stub(String host, int port) {
            this.host = host;
            this.port = port;
        }

        @Override
        public CompletionStage<CheckAnswer> check(Check check) {
            return client.post(host, port, MasterPortPaths.CHECK, check, CheckAnswer.class);
        }

        @Override
        public CompletionStage<Void> push(ClusterMap map) {
            return client.octets(HttpMethod.PUT, host, port, MasterPortPaths.MAP, encoding.of(map))
                    .thenApply(nothing -> null);
        }

        @Override
        public CompletionStage<ClusterMap> map() {
            return client.octets(HttpMethod.GET, host, port, MasterPortPaths.MAP, NOTHING)
                    .thenApply(octets -> octets.length == 0 ? null : ClusterMapCodec.decode(octets));
        }

        @Override
        public CompletionStage<SlaveLoad> load() {
            return client.octets(HttpMethod.GET, host, port, MasterPortPaths.LOAD, NOTHING)
                    .thenApply(octets -> Messages.read(octets, SlaveLoad.class));
        }
    }
}
