package io.buddykv.client;

import io.buddykv.protocol.resp.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What answers of the cluster mean. */
final class Answers {
    private Answers() {}

    static boolean isOk(Reply reply) {
        return reply instanceof Reply.Simple;
    }

    static Void nothing(Reply reply) {
        return null;
    }

    static boolean isOne(Reply reply) {
        return number(reply) == 1;
    }

    static long number(Reply reply) {
        if (reply instanceof Reply.Whole whole) {
            return whole.value();
        }
        throw new IllegalStateException("not a number: " + reply.text());
    }

    static <V> Function<Reply, Optional<V>> optional(Codec<V> codec) {
        return reply -> reply instanceof Reply.Bulk bulk ? Optional.of(codec.decode(bulk.bytes())) : Optional.empty();
    }

    /** Of PTTL. */
    static Optional<Duration> timeToLive(Reply reply) {
        long millis = number(reply);
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
}
