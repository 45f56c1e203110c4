package io.buddykv.node.port.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Tells of every node that speaks another protocol once, though it is met again and again. */
public final class ForeignNodes {
    private static final Logger LOG = Logger.getLogger(ForeignNodes.class);
    private static final int MOST_REMEMBERED = 128;

    private final Map<String, Integer> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** @param node what tells it from others */
    public synchronized void met(String node, int protocol, String text) {
        Integer before = told.put(node, protocol);
        if (before == null || before != protocol) {
            LOG.warn(text);
        }
    }
}
