package io.buddykv.client.feed;

import io.buddykv.client.call.Call;
import io.buddykv.client.call.CommandCall;
import io.buddykv.client.connection.Identity;
import io.buddykv.client.connection.NodeConnection;
import io.buddykv.client.connection.Patience;
import io.buddykv.client.connection.Welcome;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connection on which one slave tells of changes, and nothing else. It is asked every {@value Feeds#CHECK_MILLIS} ms whether
 * it has told everything; a slave that does not answer that for {@value #SILENCE_MILLIS} ms counts as dead, unless this
 * loop has itself stood still. Confined to the loop of feeds; opened once, and closed once.
 */
final class FeedLink {
    static final long SILENCE_MILLIS = 400;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String CHANGES = "kv-feed";
    private static final String END = "kv-feed-end";
    private static final int POSITION_ELEMENTS = 4;

    private final SlaveEntry slave;
    private final String clusterId;
    private final EventLoop loop;
    private final NodeConnection connection;
    private final Map<Long, RangeFeed> feeds = new HashMap<>();
    private long lastId;
    private boolean open;
    private boolean closed;
    private boolean asked;
    private long askedNanos;
    private long checkedNanos;

    FeedLink(SlaveEntry slave, String clusterId, Identity identity, EventLoop loop) {
        this.slave = slave;
        this.clusterId = clusterId;
        this.loop = loop;
        InetSocketAddress address = InetSocketAddress.createUnresolved(
                slave.endpoints().host(), slave.endpoints().clientPort());
        this.connection = new NodeConnection(address, identity, loop, new Patience(), new Listener());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] ascii(long number) {
        return ascii(Long.toString(number));
    }

    Member member() {
        return slave.member();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isIdle() {
        return feeds.isEmpty();
    }

    void open() {
        connection.open();
    }

    void close(String why) {
        connection.close(why);
    }

    /** Asks the slave to tell, from where the feed is. */
    void begin(RangeFeed feed) {
        long id = ++lastId;
        feed.asks(this, id);
        feeds.put(id, feed);
        ask(Function.identity(), feed.command()).whenComplete((reply, failure) -> {
            if (feeds.get(id) != feed) {
                return;
            }
            if (reply instanceof Reply.Array position && position.elements().size() == 3) {
                feed.answered(
                        number(position.elements(), 0),
                        number(position.elements(), 1),
                        number(position.elements(), 2) == 1);
            } else {
                interrupted(id);
            }
        });
    }

    /** The feed is told elsewhere, or nobody wants it any more. */
    void end(RangeFeed feed) {
        if (feeds.remove(feed.id(), feed)) {
            ask(Function.identity(), ascii("KV"), ascii("UNFEED"), ascii(feed.id()));
            feed.interrupted(System.nanoTime());
        }
    }

    private void interrupted(long id) {
        RangeFeed feed = feeds.remove(id);
        if (feed != null) {
            feed.interrupted(System.nanoTime() + AGAIN_NANOS);
        }
    }

    private <T> Call<T> ask(Function<Reply, T> result, byte[]... arguments) {
        long now = System.nanoTime();
        Call<T> call = new CommandCall<>("KV", 0, false, arguments, result, now, now + ANSWER_NANOS);
        connection.send(call);
        return call;
    }

    private static long number(List<Reply> elements, int at) {
        return elements.get(at) instanceof Reply.Whole whole ? whole.value() : 0;
    }

    // ---- whether everything has been told

    private void check() {
        if (closed) {
            return;
        }
        long now = System.nanoTime();
        boolean stoodStill = now - checkedNanos > TimeUnit.MILLISECONDS.toNanos(2 * Feeds.CHECK_MILLIS);
        checkedNanos = now;
        if (asked && !stoodStill && now - askedNanos > TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS)) {
            close("the slave does not answer");
            return;
        }
        if (!asked) {
            asked = true;
            askedNanos = now;
            ask(Function.identity(), ascii("KV"), ascii("FEEDS")).whenComplete((reply, failure) -> {
                asked = false;
                if (reply instanceof Reply.Array current) {
                    current.elements().forEach(id -> current(id, now));
                }
            });
        }
        loop.schedule(this::check, Feeds.CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void current(Reply id, long nanos) {
        RangeFeed feed = id instanceof Reply.Whole number ? feeds.get(number.value()) : null;
        if (feed != null) {
            feed.current(nanos);
        }
    }

    private final class Listener implements NodeConnection.Listener {
        @Override
        public boolean welcomed(Welcome welcome) {
            boolean isThis =
                    welcome.slave() == slave.number() && welcome.clusterId().equals(clusterId);
            if (isThis && !open) {
                open = true;
                checkedNanos = System.nanoTime();
                loop.execute(FeedLink.this::check);
            }
            return isThis;
        }

        @Override
        public void repeat(Call<?> call) {
            call.cancel(false);
        }

        @Override
        public void newerMap() {
            // The map is followed on the connections of control.
        }

        @Override
        public void pushed(Reply.Push push) {
            List<Reply> elements = push.elements();
            if (elements.size() < 2 || !(elements.get(1) instanceof Reply.Whole id)) {
                return;
            }
            String name = elements.get(0).text();
            RangeFeed feed = feeds.get(id.value());
            if (feed != null && name.equals(CHANGES) && elements.size() >= POSITION_ELEMENTS) {
                feed.told(
                        number(elements, 2), number(elements, 3), elements.subList(POSITION_ELEMENTS, elements.size()));
            } else if (feed != null && name.equals(END)) {
                feeds.remove(id.value());
                feed.interrupted(System.nanoTime());
            }
        }

        @Override
        public void refused(Reply.Failure failure) {
            // The connection ends behind it; calls say to the application what the node refuses.
        }

        @Override
        public void closed(String why) {
            closed = true;
            new ArrayList<>(feeds.keySet()).forEach(FeedLink.this::interrupted);
        }
    }
}
