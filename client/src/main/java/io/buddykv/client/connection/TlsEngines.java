package io.buddykv.client.connection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes what encrypts the client's connections. Safe for any thread. */
@FunctionalInterface
public interface TlsEngines {
    /**
     * For one connection, which is the client's end of it.
     *
     * @param host as the cluster map or a seed names it: what the node's certificate is for
     */
    SSLEngine engine(String host, int port);

    /** Nodes must have a certificate that {@code context} trusts, and that is for the host they are reached at. */
    static TlsEngines of(SSLContext context) {
        return (host, port) -> {
            SSLEngine engine = context.createSSLEngine(host, port);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            return engine;
        };
    }
}
