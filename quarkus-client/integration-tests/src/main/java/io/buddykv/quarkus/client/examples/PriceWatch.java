package io.buddykv.quarkus.client.examples;

import io.buddykv.client.Change;
import io.buddykv.client.ChangeListener;
import io.buddykv.client.KVClient;
import io.buddykv.client.Watch;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Prices as they are, told by changes: the example of watching. */
@ApplicationScoped
public class PriceWatch {
    private final Map<String, String> prices = new ConcurrentHashMap<>();
    private final KVClient kv;
    private Watch watch;

    public PriceWatch(KVClient kv) {
        this.kv = kv;
    }

    public void begin() {
        watch = kv.watchPrefix("price:", new ChangeListener() {
            @Override
            public void changed(Change change) {
                if (change instanceof Change.Value value) {
                    prices.put(value.key(), value.text());
                } else if (change instanceof Change.Deleted deleted) {
                    prices.remove(deleted.key());
                } // or Change.Expiry, Change.Cleared
            }

            @Override
            public void resync() { // changes may have been missed: read anew
                readAnew();
            }
        });
        readAnew();
    }

    private void readAnew() {
        prices.clear();
        try (Stream<String> keys = kv.scan("price:*")) {
            keys.forEach(key -> kv.get(key).ifPresent(price -> prices.put(key, price)));
        }
    }

    public Map<String, String> prices() {
        return prices;
    }

    @PreDestroy
    void end() {
        if (watch != null) {
            watch.close();
        }
    }
}
