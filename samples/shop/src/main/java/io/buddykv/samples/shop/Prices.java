package io.buddykv.samples.shop;

import io.buddykv.client.AsyncValues;
import io.buddykv.client.Codec;
import io.buddykv.client.KVClient;
import io.buddykv.client.NearCache;
import io.buddykv.client.NearCacheSettings;
import io.buddykv.client.SetOptions;
import io.buddykv.client.failure.KVException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A slow call whose answer is kept for a minute, in the cluster for all processes of the application and near in each of
 * them; without the cluster it is made each time.
 */
@ApplicationScoped
public class Prices {
    private static final String PREFIX = "price:";
    private static final SetOptions A_MINUTE = SetOptions.expiresIn(Duration.ofMinutes(1));

    private final NearCache near;
    private final AsyncValues<String> prices;
    private final AtomicInteger asked = new AtomicInteger();

    public Prices(KVClient client) {
        near = client.nearCache(NearCacheSettings.defaults().ofPrefix(PREFIX));
        prices = near.asyncValues(Codec.string());
    }

    public Uni<String> of(String article) {
        String key = PREFIX + article;
        return Uni.createFrom()
                .completionStage(() -> prices.get(key))
                .chain(kept -> kept.map(price -> Uni.createFrom().item(price)).orElseGet(() -> ask(article)
                        .call(price -> Uni.createFrom().completionStage(() -> prices.set(key, price, A_MINUTE)))))
                .onFailure(KVException.class)
                .recoverWithUni(() -> ask(article));
    }

    /** What is not known in the cluster any more is soon not known here either. */
    public Uni<Boolean> forget(String article) {
        return Uni.createFrom()
                .completionStage(() -> prices.getAndDelete(PREFIX + article))
                .map(last -> last.isPresent());
    }

    /** How many were answered from the memory of this process. */
    public long fromMemory() {
        return near.figures().hits();
    }

    private Uni<String> ask(String article) {
        return Uni.createFrom().item(() -> article.length() + "." + asked.incrementAndGet());
    }

    @PreDestroy
    void close() {
        near.close();
    }
}
