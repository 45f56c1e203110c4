package io.buddykv.samples.shop;

import io.buddykv.client.KVClient;
import io.buddykv.client.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** At most so many calls of one caller in a window of time, counted for all processes of the application together. */
@ApplicationScoped
public class RateLimiter {
    private final KVClient client;

    public RateLimiter(KVClient client) {
        this.client = client;
    }

    /** Whether one more is allowed. */
    public boolean allows(String caller, int calls, Duration window) {
        long number = System.currentTimeMillis() / window.toMillis();
        String key = "rate:{" + caller + "}:" + number;
        List<Object> results =
                client.execute(new Transaction().increment(key, 1).expire(key, window.multipliedBy(2)));
        return (long) results.get(0) <= calls;
    }
}
