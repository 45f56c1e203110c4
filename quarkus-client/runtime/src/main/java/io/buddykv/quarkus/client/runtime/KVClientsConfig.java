package io.buddykv.quarkus.client.runtime;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigDocSection;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.config.WithUnnamedKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** BuddyKV clients. */
@ConfigMapping(prefix = "quarkus.buddykv")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface KVClientsConfig {
    /** The name of the client that is injected without a name. */
    String DEFAULT_NAME = "<default>";

    /** The clients. */
    @ConfigDocSection
    @ConfigDocMapKey("client-name")
    @WithParentName
    @WithUnnamedKey(DEFAULT_NAME)
    @WithDefaults
    Map<String, ClientConfig> clients();

    /** One client. */
    interface ClientConfig {
        /** Whether the client is there; without hosts it is not, whatever this says. */
        @WithDefault("true")
        boolean active();

        /** Client ports of some slaves or masters, as `host:port`, by which the cluster is found. */
        Optional<List<String>> hosts();

        /** The password of the cluster's clients. */
        Optional<String> password();

        /**
         * The configuration of the TLS registry by which connections are encrypted: its trust, its key store for client ports
         * that ask for one, protocols and cipher suites. Without it they are not encrypted.
         */
        Optional<String> tlsConfigurationName();

        /** The id of the cluster that must answer; without it, the first that answers. */
        Optional<String> clusterId();

        /** How long a call may take, repetitions included; at most 60 s. */
        @WithDefault("2S")
        Duration deadline();

        /** Calls under way at the same time. */
        @WithDefault("8192")
        int maxCalls();

        /** The largest value. */
        @WithDefault("64M")
        MemorySize maxValueSize();

        /** Threads for connections, each with one connection to each slave; half of the processors, at most 4. */
        OptionalInt eventLoops();

        /** How long the readiness check waits for this client. */
        @WithDefault("1S")
        Duration healthTimeout();
    }
}
