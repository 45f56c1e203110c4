package io.buddykv.node.port.resp;

import io.buddykv.node.command.ClientView;
import io.buddykv.node.command.ConnectedClients;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The connections of one client port. Thread-safe. */
final class Clients implements ConnectedClients {
    private final Map<Long, Session> byId = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();

    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Counts one more, unless there are that many already. */
    boolean admit(int most) {
        if (count.incrementAndGet() <= most) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    void add(Session session) {
        byId.put(session.id(), session);
    }

    void remove(Session session) {
        if (byId.remove(session.id()) != null) {
            count.decrementAndGet();
        }
    }

    @Override
    public Collection<? extends ClientView> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    @Override
    public int count() {
        return count.get();
    }
}
