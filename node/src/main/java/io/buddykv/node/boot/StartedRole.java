package io.buddykv.node.boot;

import jakarta.inject.Singleton;
import java.util.Optional;

/** The role this process runs, for those who report about it. */
@Singleton
public class StartedRole {
    private volatile NodeRole role;

    void is(NodeRole theRole) {
        role = theRole;
    }

    /** Why this node cannot serve yet; empty when it can. */
    public Optional<String> notReady() {
        NodeRole current = role;
        return current == null ? Optional.of("starting") : current.notReady();
    }
}
