package io.buddykv.samples.shop;

import io.buddykv.client.Codec;
import io.buddykv.client.KVClient;
import io.buddykv.client.KVValues;
import io.buddykv.client.SetOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Sessions of users: each expires half an hour after it was last used. */
@ApplicationScoped
public class Sessions {
    private static final SetOptions HALF_AN_HOUR = SetOptions.expiresIn(Duration.ofMinutes(30));

    private final KVClient client;
    private final KVValues<Session> sessions;

    public Sessions(KVClient client) {
        this.client = client;
        this.sessions = client.values(Codec.json(Session.class));
    }

    public record Session(String user, int logins) {}

    public String open(String user) {
        String id = UUID.randomUUID().toString();
        int logins = (int) client.increment("logins:" + user);
        sessions.set("session:" + id, new Session(user, logins), HALF_AN_HOUR);
        return id;
    }

    public Optional<Session> use(String id) {
        client.expire("session:" + id, Duration.ofMinutes(30));
        return sessions.get("session:" + id);
    }

    public boolean close(String id) {
        return client.delete("session:" + id);
    }
}
