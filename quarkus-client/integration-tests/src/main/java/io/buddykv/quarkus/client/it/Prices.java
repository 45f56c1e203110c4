package io.buddykv.quarkus.client.it;

import io.buddykv.client.SetOptions;
import io.buddykv.client.failure.KVException;
import io.buddykv.quarkus.client.MutinyKVClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A slow call whose answer is kept for a minute; without the cluster it is made each time. */
@ApplicationScoped
public class Prices {
    private static final SetOptions A_MINUTE = SetOptions.expiresIn(Duration.ofMinutes(1));

    private final MutinyKVClient client;
    private final AtomicInteger asked = new AtomicInteger();

    public Prices(MutinyKVClient client) {
        this.client = client;
    }

    public Uni<String> of(String article) {
        String key = "price:" + article;
        return client.strings()
                .get(key)
                .chain(kept -> kept.map(price -> Uni.createFrom().item(price)).orElseGet(() -> ask(article)
                        .call(price -> client.strings().set(key, price, A_MINUTE))))
                .onFailure(KVException.class)
                .recoverWithUni(() -> ask(article));
    }

    private Uni<String> ask(String article) {
        return Uni.createFrom().item(() -> article.length() + "." + asked.incrementAndGet());
    }
}
