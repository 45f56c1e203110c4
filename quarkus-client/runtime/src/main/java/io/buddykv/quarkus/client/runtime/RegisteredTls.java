package io.buddykv.quarkus.client.runtime;

import io.buddykv.client.connection.TlsEngines;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Connections encrypted as a configuration of the TLS registry says. It is asked for each connection, so that one whose files
 * have been read anew counts from the next connection on.
 */
record RegisteredTls(TlsConfiguration configuration) implements TlsEngines {
    /** What checks that a certificate is for the host, where the configuration does not say. */
    private static final String STANDARD_VERIFICATION = "HTTPS";

    private static final String NO_VERIFICATION = "NONE";

    /** @throws IllegalStateException if there is none of that name, with what to do about that */
    static RegisteredTls of(TlsConfigurationRegistry registry, String client, String name) {
        return new RegisteredTls(registry.get(name)
                .orElseThrow(() -> new IllegalStateException(KVClientNames.property(client, "tls-configuration-name")
                        + " names '" + name + "', of which there is no quarkus.tls." + name + ".*")));
    }

    @Override
    public SSLEngine engine(String host, int port) {
        SSLEngine engine;
        try {
            engine = configuration.createSSLContext().createSSLEngine(host, port);
        } catch (Exception e) { // As the registry declares it.
            throw new IllegalStateException("the TLS configuration cannot be used: " + e.getMessage(), e);
        }
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        Set<String> protocols = configuration.getSSLOptions().getEnabledSecureTransportProtocols();
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        Set<String> ciphers = configuration.getSSLOptions().getEnabledCipherSuites();
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        String verification = configuration
                .getHostnameVerificationAlgorithm()
                .orElse(configuration.isTrustAll() ? NO_VERIFICATION : STANDARD_VERIFICATION);
        if (!NO_VERIFICATION.equals(verification)) {
            parameters.setEndpointIdentificationAlgorithm(verification);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}
