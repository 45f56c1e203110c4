package io.buddykv.node.boot;

import java.util.Optional;

/**
 * What a node process of one {@link Role} runs, as a CDI bean: latent until {@link #start}, then started, closed once.
 * The bean whose {@link #role()} is the process's own is started when Quarkus is up, and closed while its http port
 * still answers.
 */
public interface NodeRole extends AutoCloseable {
    Role role();

    /** Returns when the node has done all it can do alone; an exception ends the process. */
    void start(NodeSettings settings) throws Exception;

    /** Why the node cannot serve yet, in a few words for people; empty when it can. Asked from any thread. */
    Optional<String> notReady();

    /** What a node waits for that is ready itself, in words for people; empty for nothing. Asked from any thread. */
    default Optional<String> waitsFor() {
        return Optional.empty();
    }

    /** Ends in order, as after SIGTERM: a slave hands its ranges over first. Bounded in time by the role itself. */
    @Override
    void close() throws Exception;
}
