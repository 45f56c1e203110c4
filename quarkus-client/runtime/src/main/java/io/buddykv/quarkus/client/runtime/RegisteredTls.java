package io.buddykv.quarkus.client.runtime;

import io.buddykv.client.connection.TlsEngines;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Connections encrypted as a configuration of the TLS registry says. It is asked for each connection, so that one whose files
 * have been read anew counts from the next connection on.
 */
record RegisteredTls(TlsConfiguration configuration) implements TlsEngines {
    /** The registry's word for certificates of any host; {@link TlsEngines#of} wants the right one. */
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
            engine = TlsEngines.of(configuration.createSSLContext()).engine(host, port);
        } catch (Exception e) { // As the registry declares it.
            throw new IllegalStateException("the TLS configuration cannot be used: " + e.getMessage(), e);
        }
        SSLParameters parameters = engine.getSSLParameters();
        Set<String> protocols = configuration.getSSLOptions().getEnabledSecureTransportProtocols();
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        Set<String> ciphers = configuration.getSSLOptions().getEnabledCipherSuites();
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        configuration
                .getHostnameVerificationAlgorithm()
                .or(() -> configuration.isTrustAll() ? Optional.of(NO_VERIFICATION) : Optional.empty())
                .ifPresent(said ->
                        parameters.setEndpointIdentificationAlgorithm(said.equals(NO_VERIFICATION) ? "" : said));
        engine.setSSLParameters(parameters);
        return engine;
    }
}
