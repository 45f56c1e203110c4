package io.buddykv.quarkus.client.runtime;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;

/** What is decided while the application is built. */
@ConfigMapping(prefix = "quarkus.buddykv")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface KVClientsBuildConfig {
    /** Whether a readiness check is made for the clients, where the application has health checks. */
    @WithName("health.enabled")
    @WithDefault("true")
    boolean healthEnabled();

    /** Whether calls are measured, where the application has metrics. */
    @WithName("metrics.enabled")
    @WithDefault("true")
    boolean metricsEnabled();

    /** Whether calls are traced, where the application has OpenTelemetry. */
    @WithName("tracing.enabled")
    @WithDefault("true")
    boolean tracingEnabled();

    /** A cluster for development and tests. */
    DevServices devservices();

    /** A cluster that is started in dev and test mode, as processes of this machine. */
    interface DevServices {
        /** Whether it is started when the default client has no hosts. */
        @WithDefault("true")
        boolean enabled();

        /** How many slaves it has: from 1 to 5. */
        @WithDefault("2")
        int slaves();

        /** Whether other applications use it too. */
        @WithDefault("true")
        boolean shared();

        /** The name under which it is shared. */
        @WithDefault("buddykv")
        String serviceName();

        /**
         * The directory of the built node (`quarkus-app`). Without it: the one that `BUDDYKV_APPLICATION` names, or that of the
         * BuddyKV sources the application lies in.
         */
        Optional<String> application();

        /**
         * An image of the node, out of which the built node is taken, by Docker's or Podman's command; it runs as processes of
         * this machine all the same.
         */
        Optional<String> image();
    }
}
