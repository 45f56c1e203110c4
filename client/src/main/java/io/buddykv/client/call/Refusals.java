package io.buddykv.client.call;

import io.buddykv.client.failure.KVException;
import io.buddykv.client.failure.NotPermittedException;
import io.buddykv.client.failure.RefusedException;
import io.buddykv.client.failure.TooLargeException;
import io.buddykv.client.failure.WrongTypeException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.Reply;
import java.util.Set;

/** What an error reply means to the caller: nothing, since the call is sent again, or an exception. */
public final class Refusals {
    private static final String RANGE_DOWN = "CLUSTERDOWN";
    /** The cluster is about to change, or this was the wrong slave: the call has not happened. */
    private static final Set<String> PASSING = Set.of("MOVED", "ASK", "TRYAGAIN", "LOADING", RANGE_DOWN);

    private Refusals() {}

    static boolean isRepeatable(Reply.Failure failure) {
        return PASSING.contains(failure.code());
    }

    static boolean isRangeDown(String text) {
        return text.startsWith(RANGE_DOWN);
    }

    /** Whether the slave that said so knows a newer map. */
    public static boolean isRedirection(Reply reply) {
        return reply instanceof Reply.Failure failure && failure.code().equals("MOVED");
    }

    public static KVException exception(Reply.Failure failure) {
        String text = failure.text();
        return switch (failure.code()) {
            case "NOAUTH", "WRONGPASS", "NOPERM" -> new NotPermittedException(text);
            case "WRONGTYPE" -> new WrongTypeException(text);
            default ->
                text.equals(RedisErrors.STRING_TOO_LONG)
                        ? new TooLargeException(text)
                        : new RefusedException(failure.code(), text);
        };
    }
}
