package io.buddykv.client;

import io.buddykv.client.feed.FeedFilter;
import io.buddykv.client.feed.Feeds;

/** A near cache that follows the changes of its keys, without their values. */
final class FollowingNearCache implements NearCache {
    private final ClusterClient client;
    private final Feeds feeds;
    private final NearCacheSettings settings;
    private final NearEntries entries;
    private final KVValues<String> strings;

    private FollowingNearCache(ClusterClient client, Feeds feeds, NearCacheSettings settings) {
        this.client = client;
        this.feeds = feeds;
        this.settings = settings;
        this.entries = new NearEntries(settings);
        this.strings = values(Codec.string());
    }

    static NearCache begin(ClusterClient client, Feeds feeds, NearCacheSettings settings) {
        FollowingNearCache cache = new FollowingNearCache(client, feeds, settings);
        feeds.begin(new FeedFilter(settings.prefix(), true, false), cache.entries);
        return cache;
    }

    @Override
    public <V> KVValues<V> values(Codec<V> codec) {
        return client.waitingFor(asyncValues(codec));
    }

    @Override
    public <V> AsyncValues<V> asyncValues(Codec<V> codec) {
        return new NearValues<>(client, codec, entries, settings.prefix());
    }

    @Override
    public KVValues<String> strings() {
        return strings;
    }

    @Override
    public NearCacheFigures figures() {
        return entries.figures();
    }

    @Override
    public void close() {
        feeds.end(entries);
        entries.clear();
    }
}
