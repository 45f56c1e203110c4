package io.buddykv.node.port.resp;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections together keep of requests that are not complete and of replies that have not left. The small
 * change of one turn is not counted. Thread-safe.
 */
final class ClientMemory {
    private final AtomicLong used = new AtomicLong();
    private final long limit;

    ClientMemory(long limitBytes) {
        limit = limitBytes;
    }

    /** Takes so many bytes, or none and returns false. */
    boolean reserve(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
