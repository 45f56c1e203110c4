package io.buddykv.node.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;

/** What a role has started, closed in reverse order; one part that fails to close does not keep the others open. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Closing.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(String name, AutoCloseable closeable) {}

    <T extends AutoCloseable> T opened(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closeable().close();
            } catch (Exception failure) {
                LOG.warnf(failure, "%s did not close", part.name());
            }
        }
    }
}
