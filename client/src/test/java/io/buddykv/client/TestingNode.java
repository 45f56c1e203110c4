package io.buddykv.client;

import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.protocol.resp.RequestParser;
import io.buddykv.protocol.resp.RespLimits;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.Slot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;

/** One node of {@link TestingNodes}: a thread for each connection, which the next one takes over. */
final class TestingNode {
    static final String THREAD_NAME = "testing-node";

    private static final int INITIAL_BYTES = 4 * 1024;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, THREAD_NAME);
        thread.setDaemon(true);
        return thread;
    });

    private final TestingNodes cluster;
    private final int number;
    private final ServerSocket server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch thaw = new CountDownLatch(0);
    /** Which commands break their connection after they have been carried out, before they are answered. */
    volatile Predicate<String> breaks = command -> false;
    /** What is answered instead, by command; null for nothing. */
    volatile java.util.function.Function<String, String> refusal = command -> null;

    volatile String clusterId = TestingNodes.CLUSTER;
    volatile int saysNumber;
    final AtomicInteger accepted = new AtomicInteger();
    /** Commands on keys that it has carried out, and those that it has sent elsewhere. */
    final AtomicInteger served = new AtomicInteger();

    final AtomicInteger redirected = new AtomicInteger();

    /** @param sockets makes the one that listens, encrypted or not */
    TestingNode(TestingNodes cluster, int number, int port, ServerSocketFactory sockets) throws IOException {
        this.cluster = cluster;
        this.number = number;
        this.saysNumber = number;
        this.server = sockets.createServerSocket(port, 1000, InetAddress.getLoopbackAddress());
        THREADS.execute(this::accept);
    }

    int number() {
        return number;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Connection connection = new Connection(socket);
                accepted.incrementAndGet();
                connections.add(connection);
                THREADS.execute(connection::serve);
            }
        } catch (IOException closed) {
            breakConnections();
        }
    }

    void announce() {
        if (thaw.getCount() > 0) {
            return;
        }
        connections.forEach(Connection::announce);
    }

    /** Ends at once, as a process that is killed. */
    void kill() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thaw.countDown();
        breakConnections();
    }

    void breakConnections() {
        connections.forEach(Connection::end);
    }

    /** Reads and answers nothing from now on. */
    void freeze() {
        thaw = new CountDownLatch(1);
    }

    void thaw() {
        thaw.countDown();
    }

    int connections() {
        return connections.size();
    }

    private final class Connection {
        private final Socket socket;
        private final ReplyWriter reply = new ReplyWriter();
        private final List<Request> queued = new ArrayList<>();
        private boolean multi;
        private boolean follows;
        private boolean authenticated = cluster.password == null;
        private String owner = "";

        Connection(Socket socket) {
            this.socket = socket;
            reply.protocol(3);
        }

        void end() {
            connections.remove(this);
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        synchronized void announce() {
            if (follows) {
                ByteBuf out = Unpooled.buffer();
                reply.to(out).push(3);
                reply.bulk("kv-map");
                reply.integer(cluster.map.term());
                reply.integer(cluster.map.version());
                send(out);
            }
        }

        private void send(ByteBuf out) {
            try {
                thaw.await();
                socket.getOutputStream().write(out.array(), 0, out.readableBytes());
            } catch (IOException gone) {
                end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void serve() {
            byte[] buffer = new byte[INITIAL_BYTES];
            int end = 0;
            RequestParser parser = new RequestParser(RespLimits.DEFAULT);
            parser.authenticated(true);
            Request request = new Request();
            try {
                InputStream in = socket.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer, end, buffer.length - end)) {
                    thaw.await();
                    end += read;
                    int at = 0;
                    for (int next = parser.parse(buffer, at, end, request);
                            next != RequestParser.NEED_MORE;
                            next = at < end ? parser.parse(buffer, at, end, request) : RequestParser.NEED_MORE) {
                        at = next;
                        answer(request.detached());
                    }
                    System.arraycopy(buffer, at, buffer, 0, end - at);
                    end -= at;
                    if (end == buffer.length) {
                        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
                    }
                }
            } catch (IOException gone) {
                end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            end();
        }

        private synchronized void answer(Request request) {
            if (server.isClosed()) { // Accepted while the process was killed.
                end();
                return;
            }
            ByteBuf out = Unpooled.buffer();
            reply.to(out);
            String name = request.string(0);
            if (!authenticated && !name.equals("HELLO")) {
                reply.error("NOAUTH Authentication required.");
            } else if (multi && !name.equals("KV.ONCE") && !name.equals("KV.AGAIN")) {
                queued.add(request);
                reply.queued();
            } else {
                carryOut(name, request);
            }
            String ran = name.startsWith("KV.") ? request.string(3) : name;
            if (breaks.test(ran)) {
                end();
            } else {
                send(out);
            }
        }

        private void carryOut(String name, Request request) {
            switch (name) {
                case "HELLO" -> hello(request);
                case "PING" -> reply.pong();
                case "KV" -> kv(request);
                case "MULTI" -> {
                    multi = true;
                    queued.clear();
                    reply.ok();
                }
                case "KV.ONCE", "KV.AGAIN" -> once(request, name.equals("KV.AGAIN"));
                default -> {
                    synchronized (cluster) {
                        onKey(request);
                    }
                }
            }
        }

        private void hello(Request request) {
            authenticated = cluster.password == null
                    || request.count() > 4 && request.string(4).equals(cluster.password);
            if (authenticated) {
                reply.ok();
            } else {
                reply.error("WRONGPASS invalid username-password pair or user is disabled.");
            }
        }

        private void kv(Request request) {
            ClusterMap map = cluster.map;
            switch (request.string(1)) {
                case "HELLO" -> {
                    owner = Base64.getEncoder().encodeToString(request.copy(2));
                    follows = true;
                    reply.map(5);
                    reply.bulk("cluster");
                    reply.bulk(clusterId);
                    reply.bulk("slave");
                    reply.integer(saysNumber);
                    reply.bulk("incarnation");
                    reply.integer(100 + number);
                    reply.bulk("term");
                    reply.integer(map.term());
                    reply.bulk("version");
                    reply.integer(map.version());
                }
                case "MAP" -> {
                    if (map.version() > request.integer(3)) {
                        reply.bulk(ClusterMapCodec.encode(map));
                    } else {
                        reply.nil();
                    }
                }
                default -> scan((int) request.integer(2), (int) request.integer(3));
            }
        }

        /** Two keys a page. */
        private void scan(int range, int place) {
            List<String> keys = new ArrayList<>();
            for (String key : new TreeSet<>(cluster.store.keySet())) {
                if (ranges().ofSlot(Slot.of(key.getBytes(StandardCharsets.UTF_8))) == range) {
                    keys.add(key);
                }
            }
            int to = Math.min(keys.size(), place + 2);
            reply.array(2);
            reply.integer(to == keys.size() ? -1 : to);
            reply.array(to - place);
            keys.subList(place, to).forEach(reply::bulk);
        }

        private KeyRanges ranges() {
            return cluster.map.keyRanges();
        }

        private void once(Request request, boolean again) {
            Request write = request.tail(3);
            boolean exec = write.string(0).equals("EXEC");
            Request keyed = exec ? queued.get(0) : write;
            synchronized (cluster) {
                if (refusedByRange(keyed)) {
                    multi = false;
                    return;
                }
                int range = ranges().ofSlot(Slot.of(keyed.copy(1)));
                String lane = owner + "/" + range + "/" + request.string(1);
                long its = request.integer(2);
                TestingNodes.Kept kept = cluster.kept.get(lane);
                if (kept != null && kept.number() > its) {
                    reply.error("STALEREQUEST");
                } else if (kept != null && kept.number() == its) {
                    reply.raw(kept.answer(), 0, kept.answer().length);
                } else {
                    int from = reply.target().writerIndex();
                    if (exec) {
                        reply.array(queued.size());
                        queued.forEach(this::onKey);
                    } else {
                        onKey(write);
                    }
                    byte[] answer = new byte[reply.target().writerIndex() - from];
                    reply.target().getBytes(from, answer);
                    cluster.kept.put(lane, new TestingNodes.Kept(its, answer));
                }
                multi = false;
            }
        }

        private boolean refusedByRange(Request request) {
            String refused = refusal.apply(request.string(0));
            if (refused != null) {
                reply.error(refused);
                return true;
            }
            int slot = Slot.of(request.copy(1));
            RangeEntry range = cluster.map.range(ranges().ofSlot(slot));
            if (range.primary() == null) {
                reply.error("CLUSTERDOWN Hash slot not served");
                return true;
            }
            if (range.primary().number() != number) {
                redirected.incrementAndGet();
                reply.error("MOVED " + slot + " 127.0.0.1:"
                        + cluster.node(range.primary().number()).port());
                return true;
            }
            return false;
        }

        private void onKey(Request request) {
            if (refusedByRange(request)) {
                return;
            }
            served.incrementAndGet();
            String key = request.string(1);
            byte[] old = cluster.store.get(key);
            switch (request.string(0)) {
                case "GET" -> bulk(old);
                case "SET" -> set(request, key, old);
                case "DEL" -> reply.integer(cluster.store.remove(key) == null ? 0 : 1);
                case "EXISTS" -> reply.integer(old == null ? 0 : 1);
                case "INCRBY" -> {
                    long sum = (old == null ? 0 : Long.parseLong(new String(old, StandardCharsets.US_ASCII)))
                            + request.integer(2);
                    cluster.store.put(key, Long.toString(sum).getBytes(StandardCharsets.US_ASCII));
                    reply.integer(sum);
                }
                default -> reply.error("ERR unknown command");
            }
        }

        private void set(Request request, String key, byte[] old) {
            boolean absent = request.count() > 3 && request.is(3, "NX");
            if (absent && old != null) {
                reply.nil();
            } else {
                cluster.store.put(key, request.copy(2));
                reply.ok();
            }
        }

        private void bulk(byte[] value) {
            if (value == null) {
                reply.nil();
            } else {
                reply.bulk(value);
            }
        }
    }
}
