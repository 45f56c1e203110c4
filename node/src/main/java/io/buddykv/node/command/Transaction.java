package io.buddykv.node.command;

import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.resp.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * One client's MULTI and WATCH. It only remembers; who carries it out asks it. Confined to the connection's event loop,
 * except {@link #queuedCommands} and {@link #watchedKeys}.
 */
public final class Transaction {
    /** What one queued command or watched key takes besides its octets. */
    private static final int OVERHEAD_BYTES = 128;

    private final List<Queued> queued = new ArrayList<>();
    private final List<WatchedKey> watched = new ArrayList<>();
    private boolean open;
    private boolean aborted;
    private long bytes;

    /** A command that waits for EXEC. */
    public record Queued(CommandSpec command, CommandHandler handler, Request request) {}

    /**
     * A key as it was when WATCH looked at it.
     *
     * @param primarySince the tenure of this slave as the range's primary at that time
     * @param version what the key space gave for the key: another one means that it was changed
     */
    public record WatchedKey(int range, long primarySince, byte[] key, long version) {}

    public boolean isOpen() {
        return open;
    }

    public void begin() {
        open = true;
    }

    /** A command was refused while the transaction was open: EXEC will not carry it out. */
    public void abort() {
        if (open) {
            aborted = true;
        }
    }

    public boolean isAborted() {
        return aborted;
    }

    /** @param request detached: it outlives the octets it was parsed from */
    public void queue(CommandSpec command, CommandHandler handler, Request request) {
        queued.add(new Queued(command, handler, request));
        bytes += OVERHEAD_BYTES + request.bytes().length;
    }

    public List<Queued> queued() {
        return queued;
    }

    /** About what all that is queued and watched takes. */
    public long bytes() {
        return bytes;
    }

    public void watch(WatchedKey key) {
        watched.add(key);
        bytes += OVERHEAD_BYTES + key.key().length;
    }

    public List<WatchedKey> watched() {
        return watched;
    }

    public void unwatch() {
        for (WatchedKey key : watched) {
            bytes -= OVERHEAD_BYTES + key.key().length;
        }
        watched.clear();
    }

    /** Ends it, carried out or not; nothing is watched any more. */
    public void end() {
        open = false;
        aborted = false;
        bytes = 0;
        queued.clear();
        watched.clear();
    }

    /** -1 while no transaction is open. */
    public int queuedCommands() {
        return open ? queued.size() : -1;
    }

    public int watchedKeys() {
        return watched.size();
    }
}
