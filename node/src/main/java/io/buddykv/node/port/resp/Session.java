package io.buddykv.node.port.resp;

import io.buddykv.node.command.ClientSession;
import io.buddykv.node.command.Credentials;
import io.buddykv.node.command.Transaction;
import io.buddykv.protocol.command.CommandSpec;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is remembered of one client from one command to the next. */
final class Session implements ClientSession {
    private static final int RESP2 = 2;

    private final long id;
    private final Channel channel;
    private final Credentials credentials;
    private final Runnable mapFollowed;
    private final PushTarget pushes;
    private final Watchers loopWatchers;
    private final Transaction transaction = new Transaction();
    private final long connectedNanos = System.nanoTime();
    private String name = "";
    private String libraryName = "";
    private String libraryVersion = "";
    private int protocol = RESP2;
    private boolean authenticated;
    private boolean closing;
    private ReplyMode replyMode = ReplyMode.ON;
    private boolean skipThisReply;
    private CommandSpec lastCommand;
    private byte[] requestOwner;
    private boolean followsMap;
    /** By the client's ids. */
    private Map<Long, Watcher> watchers = Map.of();

    private volatile long activeNanos = connectedNanos;
    private int inputBytes;
    private long outputBytes;

    /**
     * @param mapFollowed is told that there is one more that follows the map, before the next look at it
     * @param pushes the connection
     * @param loopWatchers those of its event loop
     */
    Session(
            long id,
            Channel channel,
            Credentials credentials,
            Runnable mapFollowed,
            PushTarget pushes,
            Watchers loopWatchers) {
        this.mapFollowed = mapFollowed;
        this.pushes = pushes;
        this.loopWatchers = loopWatchers;
        this.id = id;
        this.channel = channel;
        this.credentials = credentials;
        this.authenticated = !credentials.isPasswordNeeded();
    }

    /** Octets have arrived. */
    void active(long nanos) {
        activeNanos = nanos;
    }

    void lastCommand(CommandSpec command) {
        lastCommand = command;
    }

    /** A request begins. */
    void commandBegins() {
        skipThisReply = replyMode == ReplyMode.SKIP_NEXT;
        if (skipThisReply) {
            replyMode = ReplyMode.ON;
        }
    }

    /** Whether the client wants the reply of the command that has just ended. */
    boolean wantsReply() {
        return replyMode == ReplyMode.ON && !skipThisReply;
    }

    void buffered(int input, long output) {
        inputBytes = input;
        outputBytes = output;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String address() {
        return text(channel.remoteAddress());
    }

    @Override
    public String localAddress() {
        return text(channel.localAddress());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void name(String newName) {
        name = newName;
    }

    @Override
    public String libraryName() {
        return libraryName;
    }

    @Override
    public void libraryName(String newName) {
        libraryName = newName;
    }

    @Override
    public String libraryVersion() {
        return libraryVersion;
    }

    @Override
    public void libraryVersion(String version) {
        libraryVersion = version;
    }

    @Override
    public int protocol() {
        return protocol;
    }

    @Override
    public void protocol(int version) {
        protocol = version;
    }

    @Override
    public boolean isAuthenticated() {
        return authenticated || !credentials.isPasswordNeeded();
    }

    @Override
    public void authenticated(boolean trusted) {
        authenticated = trusted;
    }

    @Override
    public void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    @Override
    public void requestOwner(byte[] newOwner) {
        requestOwner = newOwner;
    }

    /** Null where the client did not name itself. */
    byte[] requestOwner() {
        return requestOwner;
    }

    @Override
    public void followMap() {
        followsMap = true;
        mapFollowed.run();
    }

    /** Whether newer maps are to be announced; only RESP3 has pushes. */
    boolean followsMap() {
        return followsMap && protocol > RESP2;
    }

    PushTarget pushes() {
        return pushes;
    }

    /** The feeds that the client has asked for. */
    Map<Long, Watcher> watchers() {
        return watchers;
    }

    void watch(Watcher watcher) {
        if (watchers.isEmpty()) {
            watchers = new LinkedHashMap<>();
        }
        watchers.put(watcher.id, watcher);
    }

    void watchNothing() {
        if (!watchers.isEmpty()) {
            loopWatchers.endAll(this);
        }
    }

    @Override
    public Transaction transaction() {
        return transaction;
    }

    @Override
    public void closeAfterReply() {
        closing = true;
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void reset() {
        transaction.end();
        watchNothing();
        requestOwner = null;
        followsMap = false;
        name = "";
        protocol = RESP2;
        replyMode = ReplyMode.ON;
        authenticated = !credentials.isPasswordNeeded();
    }

    @Override
    public long ageMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - connectedNanos);
    }

    @Override
    public long idleMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - activeNanos));
    }

    @Override
    public int queuedCommands() {
        return transaction.queuedCommands();
    }

    @Override
    public int watchedKeys() {
        return transaction.watchedKeys();
    }

    @Override
    public int inputBytes() {
        return inputBytes;
    }

    @Override
    public long outputBytes() {
        return outputBytes;
    }

    @Override
    public String lastCommand() {
        CommandSpec last = lastCommand;
        return last == null ? null : last.name();
    }

    @Override
    public void kill() {
        channel.close();
    }

    private static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return "?:0";
        }
        String host = inet.getAddress() == null
                ? inet.getHostString()
                : inet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }
}
