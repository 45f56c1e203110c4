package io.buddykv.node.cluster;

import io.buddykv.node.local.SupervisedProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One cluster of three slaves with default settings for all tests that leave it as they found it: it is started for the
 * first of them, and ends after the last. Where that is possible, each slave has a network of its own, which can be cut.
 */
final class SharedCluster implements AutoCloseable {
    static final int SLAVES = 3;

    private final LocalCluster cluster;
    private final Namespaces network;
    private final String whyNoNetwork;

    private SharedCluster(LocalCluster cluster, Namespaces network, String whyNoNetwork) {
        this.cluster = cluster;
        this.network = network;
        this.whyNoNetwork = whyNoNetwork;
    }

    private static SharedCluster start() {
        Namespaces network;
        try {
            network = Namespaces.open(SLAVES);
        } catch (Namespaces.NotPossibleException why) {
            return new SharedCluster(started(SupervisedProcesses.Site.LOOPBACK), null, why.getMessage());
        }
        try {
            return new SharedCluster(started(network), network, "");
        } catch (RuntimeException | AssertionError failed) {
            network.close();
            throw failed;
        }
    }

    private static LocalCluster started(SupervisedProcesses.Site site) {
        try {
            return LocalCluster.start("shared", SLAVES, site);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalCluster cluster() {
        return cluster;
    }

    /** The networks of the slaves; empty where there are none, see {@link #whyNoNetwork}. */
    Optional<Namespaces> network() {
        return Optional.ofNullable(network);
    }

    String whyNoNetwork() {
        return whyNoNetwork;
    }

    @Override
    public void close() {
        cluster.close();
        network().ifPresent(Namespaces::close);
    }

    /** Hands the cluster to the methods and constructors of tests that ask for it. */
    static final class Extension implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE =
                ExtensionContext.Namespace.create(SharedCluster.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedCluster.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(SharedCluster.class, key -> start(), SharedCluster.class);
        }
    }
}
