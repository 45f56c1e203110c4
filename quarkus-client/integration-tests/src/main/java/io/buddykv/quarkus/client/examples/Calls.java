package io.buddykv.quarkus.client.examples;

import io.buddykv.client.Codec;
import io.buddykv.client.KVClient;
import io.buddykv.client.KVClientSettings;
import io.buddykv.client.KVClientThreads;
import io.buddykv.client.KVValues;
import io.buddykv.client.SetOptions;
import io.buddykv.client.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a client does for keys and values: the examples of the Java client's page. */
public final class Calls {
    private Calls() {}

    public record Person(String name, int born) {}

    /** @return how many keys of sessions there are */
    public static long withClientOf(String[] hosts) {
        try (KVClient kv = KVClient.connect(hosts)) { // "127.0.0.1:6380", "127.0.0.1:6381"
            kv.set("greeting", "hello");
            kv.get("greeting"); // Optional[hello]
            kv.set("session:7", "…", SetOptions.expiresIn(Duration.ofMinutes(30)));
            kv.set("lock", "me", SetOptions.ifAbsent().expiringIn(Duration.ofSeconds(10)));
            kv.increment("visits"); // 1

            KVValues<Person> people = kv.values(Codec.json(Person.class));
            people.set("person:1", new Person("Ada", 36));
            people.getAll(List.of("person:1", "person:2")); // of any slots

            // One slot: the same {tag}.
            kv.execute(new Transaction().increment("{cart:7}items", 1).set("{cart:7}changed", "now"));

            try (Stream<String> keys = kv.scan("session:*")) {
                return keys.count();
            }
        }
    }

    /** Two clients on the same threads. */
    public static void shareThreads(String[] hosts) {
        KVClientSettings.Builder settings = KVClientSettings.builder().seed(hosts[0]);
        try (KVClientThreads threads = new KVClientThreads();
                KVClient one = KVClient.connect(settings.threads(threads).build());
                KVClient other = KVClient.connect(settings.threads(threads).build())) {
            one.set("told", "by one");
            other.get("told"); // Optional[by one]
        }
    }
}
