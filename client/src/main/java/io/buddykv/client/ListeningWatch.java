package io.buddykv.client;

import io.buddykv.client.failure.CallTimeoutException;
import io.buddykv.client.feed.FeedFilter;
import io.buddykv.client.feed.Feeds;
import io.buddykv.client.feed.RangeListener;
import io.buddykv.protocol.resp.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Makes changes of what the cluster tells, for one listener. Confined to the loop of feeds, except {@link #close}. */
final class ListeningWatch implements Watch, RangeListener {
    private final FeedFilter filter;
    private final ChangeListener listener;
    private final Feeds feeds;
    private final CompletableFuture<Watch> begun = new CompletableFuture<>();
    private int rangesBegun;
    private volatile boolean closed;

    private ListeningWatch(FeedFilter filter, ChangeListener listener, Feeds feeds) {
        this.filter = filter;
        this.listener = listener;
        this.feeds = feeds;
    }

    /** Ends when every change from then on is told, or fails, and nothing is told, when that takes too long. */
    static CompletionStage<Watch> begin(FeedFilter filter, ChangeListener listener, Feeds feeds, Duration deadline) {
        ListeningWatch watch = new ListeningWatch(filter, listener, feeds);
        feeds.begin(filter, watch);
        feeds.loop().schedule(watch::late, deadline.toMillis(), TimeUnit.MILLISECONDS);
        return watch.begun;
    }

    private void late() {
        if (!begun.isDone()) {
            close();
            begun.completeExceptionally(new CallTimeoutException(
                    "not every key range that is to be watched is served; " + rangesBegun + " are",
                    CallTimeoutException.Outcome.NOTHING_HAPPENED));
        }
    }

    @Override
    public void close() {
        closed = true;
        feeds.end(this);
    }

    @Override
    public void begun(int range) {
        rangesBegun++;
        if (rangesBegun == feeds.ranges(filter)) {
            begun.complete(this);
        }
    }

    @Override
    public void changed(int range, List<Reply> changes) {
        changes.forEach(change -> tell(() -> listener.changed(change(((Reply.Array) change).elements()))));
    }

    @Override
    public void missed(int range) {
        tell(listener::resync);
    }

    @Override
    public void current(int range, long askedNanos) {
        // Who only listens does not ask how late it is told.
    }

    @Override
    public void interrupted(int range) {
        // It goes on, or changes have been missed: only that is told.
    }

    private void tell(Runnable news) {
        if (closed) {
            return;
        }
        try {
            news.run();
        } catch (RuntimeException failure) {
            close();
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    private Change change(List<Reply> parts) {
        if (parts.size() < 2) {
            return filter.isPrefix() ? new Change.Cleared() : new Change.Deleted(filter.text());
        }
        String key = parts.get(1).text();
        return switch (parts.get(0).text()) {
            case "set" -> new Change.Value(key, ((Reply.Bulk) parts.get(2)).bytes(), expiry(parts.get(3)));
            case "expire" -> new Change.Expiry(key, expiry(parts.get(2)));
            default -> new Change.Deleted(key);
        };
    }

    private static Optional<Instant> expiry(Reply millis) {
        long at = Answers.number(millis);
        return at == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
    }
}
