package io.buddykv.node.boot;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The role this process runs, from its start to its end. It ends inside Quarkus' own shutdown, before anything that it
 * stands on: on a signal Quarkus stops on a thread of its own, and waits for nobody but those who observe it.
 */
@Singleton
public class StartedRole {
    private static final Logger LOG = Logger.getLogger(StartedRole.class);

    /** A role that is still starting when the signal comes is closed after so many seconds whatever it does. */
    private static final int START_SECONDS = 10;

    private static final int FIRST = 1;

    private final CountDownLatch startEnded = new CountDownLatch(1);
    private volatile NodeRole role;

    void start(NodeRole theRole, NodeSettings settings) throws Exception {
        role = theRole;
        try {
            theRole.start(settings);
        } finally {
            startEnded.countDown();
        }
    }

    void end(@Observes @Priority(FIRST) ShutdownEvent event) throws Exception {
        NodeRole current = role;
        if (current == null) {
            return;
        }
        if (!startEnded.await(START_SECONDS, TimeUnit.SECONDS)) {
            LOG.warnf("ends while it is still starting, after %d s", START_SECONDS);
        }
        long from = System.nanoTime();
        current.close();
        LOG.infof("%s closed in %d ms", current.role(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
    }

    /** Why this node cannot serve yet; empty when it can. */
    public Optional<String> notReady() {
        NodeRole current = role;
        return current == null ? Optional.of("starting") : current.notReady();
    }

    /** What a node waits for that is ready itself; empty for nothing. */
    Optional<String> waitsFor() {
        NodeRole current = role;
        return current == null ? Optional.empty() : current.waitsFor();
    }
}
