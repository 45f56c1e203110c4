package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership.ElectionListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.jboss.logging.Logger;

/**
 * One candidate in the election. Between winning it and telling so, a term of its own is counted; the listener is told
 * that it is deposed as soon as the connection is in doubt, on whatever thread notices.
 */
final class Campaign implements LeaderLatchListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Campaign.class);
    private static final long RETRY_MILLIS = 100;

    private final Term term;
    private final ElectionListener listener;
    private final ScheduledExecutorService thread;
    private final LeaderLatch latch;

    /** Guarded by this: rises with each victory and each defeat, so that a term counted for an older victory is dropped. */
    private long turn;

    private boolean told;

    Campaign(
            CuratorFramework client,
            String path,
            MasterAddress self,
            Term term,
            ElectionListener listener,
            ScheduledExecutorService thread) {
        this.term = term;
        this.listener = listener;
        this.thread = thread;
        this.latch = new LeaderLatch(client, path, new String(PresenceCodec.encode(self), StandardCharsets.UTF_8));
        latch.addListener(this);
    }

    void start() {
        try {
            latch.start();
        } catch (Exception e) {
            throw new IllegalStateException("cannot stand for election", e);
        }
    }

    @Override
    public synchronized void isLeader() {
        countTerm(++turn);
    }

    @Override
    public synchronized void notLeader() {
        turn++;
        if (told) {
            told = false;
            listener.deposed();
        }
    }

    private synchronized void countTerm(long victory) {
        if (victory != turn) {
            return;
        }
        term.next().whenComplete((counted, failure) -> {
            if (failure == null) {
                elected(victory, counted);
            } else {
                LOG.infof("Counting a new term failed, trying again: %s", Znodes.cause(failure));
                thread.schedule(() -> countTerm(victory), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private synchronized void elected(long victory, long counted) {
        if (victory == turn) {
            told = true;
            listener.elected(counted);
        }
    }

    @Override
    public void close() {
        try {
            latch.close(LeaderLatch.CloseMode.NOTIFY_LEADER);
        } catch (Exception e) {
            LOG.debugf("The election was already left: %s", e);
        }
    }
}
