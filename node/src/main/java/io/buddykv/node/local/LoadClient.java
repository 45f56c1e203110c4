package io.buddykv.node.local;

import io.buddykv.topology.Slot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One client of the load: it makes a batch of commands for the node that serves its place in the slots, sends it, waits
 * for the answers, and repeats what was refused or not answered until all of it has succeeded. SET is repeated without
 * harm. Touched by one thread.
 */
final class LoadClient {
    /** A batch unanswered for this long asks where its keys are served by now. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int KEY_DIGITS = 12;
    private static final byte[] KEY_PREFIX = ReplyScanner.ascii("key:");
    private static final int KEY_LENGTH = KEY_PREFIX.length + KEY_DIGITS;
    private static final byte[] GET = ReplyScanner.ascii("*2\r\n$3\r\nGET\r\n$" + KEY_LENGTH + "\r\n");
    private static final byte[] SET = ReplyScanner.ascii("*3\r\n$3\r\nSET\r\n$" + KEY_LENGTH + "\r\n");
    private static final int MOST_DRAWS = 1_000;
    private static final int WAIT_BYTES = 64;
    private static final int GREETING_BYTES = 64;

    private final LoadSettings settings;
    private final SlotOwners owners;
    private final LoadCounters counters;
    private final Selector selector;
    private final int place;
    private final SplittableRandom random;
    private final byte[] valuePart;
    private final ReplyScanner scanner = new ReplyScanner();
    private final ByteBuffer in = ByteBuffer.allocateDirect(32 * 1024);
    private final byte[] key = new byte[KEY_LENGTH];
    private final byte[] greeting;

    // The batch. Commands that have succeeded are taken out; those sent, in this order, await their answers.
    private final long[] batchKeys;
    private final boolean[] batchIsGet;
    private int pending;
    private boolean retried;
    private long batchNanos;
    private long dueNanos;
    private long idleSinceNanos;
    private final int[] sent;
    private final boolean[] succeeded;
    private int sentCount;
    private int answered;
    private long sentNanos;
    private long retryAtNanos;
    private boolean waitingToRetry;
    private boolean waitSent;
    private boolean greeted;

    private HostPort node;
    private SocketChannel channel;
    private SelectionKey selection;
    private ByteBuffer out;

    /** @param place the slot by whose owner the client is distributed */
    LoadClient(
            LoadSettings settings,
            SlotOwners owners,
            LoadCounters counters,
            Selector selector,
            int place,
            SplittableRandom random) {
        this.settings = settings;
        this.owners = owners;
        this.counters = counters;
        this.selector = selector;
        this.place = place;
        this.random = random;
        byte[] value = new byte[settings.valueSize()];
        Arrays.fill(value, (byte) 'x');
        ByteBuffer part = ByteBuffer.allocate(value.length + 32);
        part.put(ReplyScanner.ascii("$" + value.length + "\r\n")).put(value).put(ReplyScanner.ascii("\r\n"));
        this.valuePart = Arrays.copyOf(part.array(), part.position());
        this.batchKeys = new long[settings.pipeline()];
        this.batchIsGet = new boolean[settings.pipeline()];
        this.sent = new int[settings.pipeline()];
        this.succeeded = new boolean[settings.pipeline()];
        this.dueNanos = System.nanoTime() + random.nextLong(settings.periodNanos() + 1);
        this.idleSinceNanos = System.nanoTime();
        this.greeting = owners.password().map(LoadClient::authentication).orElse(new byte[0]);
        this.out = ByteBuffer.allocateDirect(
                greeting.length + settings.pipeline() * (SET.length + KEY_LENGTH + 2 + valuePart.length) + WAIT_BYTES);
    }

    private static byte[] authentication(String password) {
        byte[] octets = password.getBytes(StandardCharsets.UTF_8);
        ByteBuffer command = ByteBuffer.allocate(octets.length + GREETING_BYTES);
        command.put(ReplyScanner.ascii("*2\r\n$4\r\nAUTH\r\n$" + octets.length + "\r\n"))
                .put(octets)
                .put(ReplyScanner.ascii("\r\n"));
        return Arrays.copyOf(command.array(), command.position());
    }

    /** Whether nothing of it is on its way or waits to be repeated. */
    boolean isIdle() {
        return pending == 0;
    }

    /** Whether its next batch may begin. */
    boolean isDue(long now) {
        return isIdle() && now - dueNanos >= 0;
    }

    /**
     * Makes a new batch and sends it. At a given rate, a batch that was due while the one before it was still under way
     * counts from when it was due: what is slow delays those behind it, too.
     */
    void begin(long now) {
        batchNanos = settings.rate() > 0 && dueNanos - idleSinceNanos < 0 ? dueNanos : now;
        dueNanos += settings.periodNanos();
        retried = false;
        HostPort target = owners.of(place);
        for (int i = 0; i < settings.pipeline(); i++) {
            batchKeys[i] = keyOf(target);
            batchIsGet[i] = random.nextInt(settings.gets() + settings.sets()) < settings.gets();
        }
        pending = settings.pipeline();
        send(now);
    }

    private long keyOf(HostPort target) {
        long drawn = random.nextLong(settings.keys());
        for (int draws = 0; draws < MOST_DRAWS && !served(drawn, target); draws++) {
            drawn = random.nextLong(settings.keys());
        }
        return drawn;
    }

    private boolean served(long candidate, HostPort target) {
        return target == null || target.equals(owners.of(slotOf(candidate)));
    }

    private int slotOf(long number) {
        writeKey(number);
        return Slot.of(key);
    }

    private void writeKey(long number) {
        System.arraycopy(KEY_PREFIX, 0, key, 0, KEY_PREFIX.length);
        long rest = number;
        for (int at = KEY_LENGTH - 1; at >= KEY_PREFIX.length; at--) {
            key[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Sends what of the batch is pending and served by the owner of its first key. */
    private void send(long now) {
        waitingToRetry = false;
        HostPort target = owners.of(slotOf(batchKeys[0]));
        if (target == null) {
            fail("not served", pending, now);
            return;
        }
        sentCount = 0;
        answered = 0;
        out.clear();
        if (!isConnectedTo(target)) {
            out.put(greeting);
            greeted = greeting.length > 0;
        }
        for (int i = 0; i < pending; i++) {
            if (i == 0 || served(batchKeys[i], target)) {
                writeKey(batchKeys[i]);
                out.put(batchIsGet[i] ? GET : SET).put(key).put((byte) '\r').put((byte) '\n');
                if (!batchIsGet[i]) {
                    out.put(valuePart);
                }
                succeeded[sentCount] = false;
                sent[sentCount++] = i;
            }
        }
        waitSent = settings.waitForCopies() > 0;
        if (waitSent) {
            out.put(ReplyScanner.ascii("*3\r\n$4\r\nWAIT\r\n$1\r\n" + settings.waitForCopies() + "\r\n$1\r\n0\r\n"));
        }
        out.flip();
        sentNanos = now;
        try {
            connect(target);
            if (channel.isConnected()) {
                write();
            }
        } catch (IOException e) {
            broken(now);
        }
    }

    private void connect(HostPort target) throws IOException {
        if (isConnectedTo(target)) {
            return;
        }
        disconnect();
        node = target;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = channel.connect(new InetSocketAddress(target.host(), target.port()));
        selection = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    }

    private boolean isConnectedTo(HostPort target) {
        return channel != null && target.equals(node);
    }

    private void write() throws IOException {
        channel.write(out);
        int interest = out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (selection.interestOps() != interest) {
            selection.interestOps(interest);
        }
    }

    /** The channel can do what was waited for. */
    void ready(long now) {
        try {
            if (selection.isConnectable()) {
                channel.finishConnect();
                write();
            } else if (selection.isWritable()) {
                write();
            }
            if (selection.isValid() && selection.isReadable()) {
                read(now);
            }
        } catch (IOException | IllegalStateException e) {
            broken(now);
        }
    }

    private void read(long now) throws IOException {
        in.clear();
        int length = channel.read(in);
        if (length < 0) {
            throw new IOException("closed");
        }
        in.flip();
        while (in.hasRemaining()) {
            ReplyScanner.Found found = scanner.next(in);
            if (found == ReplyScanner.Found.NOTHING_YET) {
                return;
            }
            if (greeted) {
                welcomed(found);
                continue;
            }
            if (answered == sentCount && !waitSent) {
                throw new IOException("an answer too many");
            }
            if (answered == sentCount) {
                copied(found, now);
            } else if (found == ReplyScanner.Found.ANSWER) {
                succeeded[answered] = true;
                if (!waitSent) {
                    counters.done(now - batchNanos, retried);
                }
                answered++;
            } else {
                refused(scanner.error());
                answered++;
            }
        }
        if (answered == sentCount && !waitSent && !greeted) {
            completed(now);
        }
    }

    private void welcomed(ReplyScanner.Found found) throws IOException {
        greeted = false;
        if (found == ReplyScanner.Found.ERROR) {
            throw new IOException("AUTH: " + scanner.error());
        }
    }

    /** The copies have answered as well: only now the batch's SETs have been done. */
    private void copied(ReplyScanner.Found found, long now) throws IOException {
        if (found == ReplyScanner.Found.ERROR) {
            throw new IOException("WAIT: " + scanner.error());
        }
        waitSent = false;
        for (int i = 0; i < sentCount; i++) {
            if (succeeded[i]) {
                counters.done(now - batchNanos, retried);
            }
        }
    }

    private void refused(String error) {
        Optional<HostPort> owner = HostPort.ofRedirection(error, node.host());
        if (owner.isPresent() && error.startsWith("MOVED")) {
            counters.redirected();
            owners.moved(slotOf(batchKeys[sent[answered]]), owner.get());
        } else {
            retried = true;
            counters.failed(error.split(" ", 2)[0], 1);
            retryAtNanos = 1;
            owners.refreshSoon();
        }
    }

    private void completed(long now) {
        boolean later = retryAtNanos != 0;
        retryAtNanos = 0;
        takeOutSucceeded();
        if (pending > 0 && later) {
            retryLater(now);
        } else if (pending > 0) {
            send(now);
        }
    }

    private void takeOutSucceeded() {
        int kept = 0;
        int next = 0;
        for (int i = 0; i < pending; i++) {
            boolean gone = next < sentCount && sent[next] == i && succeeded[next++];
            if (!gone) {
                batchKeys[kept] = batchKeys[i];
                batchIsGet[kept++] = batchIsGet[i];
            }
        }
        pending = kept;
        idleSinceNanos = System.nanoTime();
        sentCount = 0;
        answered = 0;
    }

    private void retryLater(long now) {
        retryAtNanos = now + RETRY_NANOS;
        waitingToRetry = true;
    }

    private void broken(long now) {
        disconnect();
        fail("connection broken", sentCount - answered, now);
    }

    private void fail(String kind, int commands, long now) {
        counters.failed(kind, commands);
        takeOutSucceeded();
        retried = true;
        owners.refreshSoon();
        retryLater(now);
    }

    /** Looks whether it is time to repeat, or to give up waiting for an answer. */
    void tick(long now) {
        if (waitingToRetry) {
            if (now - retryAtNanos >= 0) {
                retryAtNanos = 0;
                send(now);
            }
        } else if (pending > 0 && now - sentNanos > STALL_NANOS) {
            owners.refreshSoon();
            boolean movedAway = !served(batchKeys[sent[Math.min(answered, sentCount - 1)]], node);
            if (movedAway || now - sentNanos > TimeUnit.MILLISECONDS.toNanos(settings.timeoutMillis())) {
                disconnect();
                fail(movedAway ? "unanswered, served elsewhere" : "timed out", sentCount - answered, now);
            }
        }
    }

    void disconnect() {
        scanner.reset();
        node = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyBroken) {
                // There is nothing left to lose on it.
            }
            channel = null;
        }
    }
}
