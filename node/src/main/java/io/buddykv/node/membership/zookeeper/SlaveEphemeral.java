package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.membership.zookeeper.PresenceCodec.SlavePresence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;

/**
 * This process's own ephemeral. While one is wanted, it is made again whenever it is found gone, or held by a session that
 * is not ours: each time under another path, so that nobody takes the end of an old one for the end of the process. Until
 * the new one stands, the old one stays. Confined to {@code thread}.
 */
final class SlaveEphemeral {
    private static final long RETRY_MILLIS = 200;

    private final Znodes znodes;
    private final String parent;
    private final ScheduledExecutorService thread;

    /** Paths that exist, or may, because an attempt ended without an answer. */
    private final Set<String> attempted = new HashSet<>();

    private final List<CompletableFuture<String>> waiting = new ArrayList<>();
    private SlavePresence wanted;
    private String current;
    private boolean making;
    private boolean again;
    private int made;

    SlaveEphemeral(Znodes znodes, String parent, ScheduledExecutorService thread) {
        this.znodes = znodes;
        this.parent = parent;
        this.thread = thread;
    }

    CompletionStage<String> announce(SlavePresence presence) {
        CompletableFuture<String> path = new CompletableFuture<>();
        thread.execute(() -> {
            wanted = presence;
            waiting.add(path);
            make();
        });
        return path;
    }

    CompletionStage<Void> withdraw() {
        CompletableFuture<Void> withdrawn = new CompletableFuture<>();
        thread.execute(() -> {
            wanted = null;
            current = null;
            waiting.forEach(path -> path.cancel(false));
            waiting.clear();
            deleteAllBut(null).whenComplete((deleted, failure) -> {
                if (failure == null) {
                    withdrawn.complete(null);
                } else {
                    withdrawn.completeExceptionally(Znodes.cause(failure));
                }
            });
        });
        return withdrawn;
    }

    /** The connection is back, perhaps with another session: the ephemeral may be gone, or about to go. */
    void reconnected() {
        thread.execute(this::verify);
    }

    private void make() {
        if (wanted == null) {
            return;
        }
        if (making) {
            again = true;
            return;
        }
        making = true;
        again = false;
        String path = parent + "/" + Long.toHexString(wanted.incarnation()) + "-" + ++made;
        attempted.add(path);
        znodes.create(path, PresenceCodec.encode(wanted), CreateMode.EPHEMERAL)
                .whenCompleteAsync((created, failure) -> made(path, failure), thread);
    }

    private void made(String path, Throwable failure) {
        making = false;
        if (wanted == null) {
            deleteAllBut(null);
        } else if (failure != null) {
            thread.schedule(this::make, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } else if (again) {
            make();
        } else {
            current = path;
            waiting.forEach(announced -> announced.complete(path));
            waiting.clear();
            deleteAllBut(path);
            verify();
        }
    }

    private CompletableFuture<Void> deleteAllBut(String kept) {
        List<CompletableFuture<Void>> deletions = new ArrayList<>();
        for (String path : List.copyOf(attempted)) {
            if (!path.equals(kept)) {
                deletions.add(znodes.delete(path).thenRunAsync(() -> attempted.remove(path), thread));
            }
        }
        return CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new));
    }

    private void verify() {
        String path = current;
        if (path != null && !making) {
            znodes.exists(path, this::changed)
                    .whenCompleteAsync((stat, failure) -> verified(path, stat, failure), thread);
        }
    }

    private void verified(String path, Stat stat, Throwable failure) {
        if (!path.equals(current) || failure != null) {
            return; // Replaced meanwhile; or the connection is gone again, and reconnected() will look anew.
        }
        if (stat == null || !isOurs(stat)) {
            make();
        }
    }

    private boolean isOurs(Stat stat) {
        try {
            return stat.getEphemeralOwner() == znodes.sessionId();
        } catch (Exception e) {
            return true; // Not connected: reconnected() will look anew.
        }
    }

    private void changed(WatchedEvent event) {
        if (event.getType() == Watcher.Event.EventType.NodeDeleted) {
            thread.execute(() -> {
                if (event.getPath().equals(current)) {
                    make();
                }
            });
        }
    }
}
