package io.buddykv.node.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** The life of a node inside a started Quarkus: start the role, and wait for the signal to end. */
public class NodeApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(NodeApplication.class);

    @Inject
    NodeSettings settings;

    @Inject
    StartedRole started;

    @Inject
    @Any
    Instance<NodeRole> roles;

    @Override
    public int run(String... arguments) throws Exception {
        NodeRole role = roles.stream()
                .filter(candidate -> candidate.role() == settings.role())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this build has no " + settings.role()));
        LOG.infof("%s starts", settings.label());
        started.start(role, settings);
        LOG.infof(
                "%s started, process %d",
                settings.label(), ProcessHandle.current().pid());
        Quarkus.waitForExit();
        return 0;
    }
}
