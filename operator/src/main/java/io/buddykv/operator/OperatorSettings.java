package io.buddykv.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** What an operator is told by its environment, as in {@code BUDDYKV_IMAGE}. */
@ConfigMapping(prefix = "buddykv")
public interface OperatorSettings {
    /** The node's image for clusters that name none. */
    String image();

    /** Where clusters are looked after; everywhere when left out. */
    Optional<Set<String>> namespaces();

    /** Whether another operator may be there. */
    @WithDefault("true")
    boolean leaderElection();
}
