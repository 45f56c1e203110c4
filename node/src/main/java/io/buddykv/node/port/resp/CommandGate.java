package io.buddykv.node.port.resp;

import io.buddykv.node.command.KeyCommand;
import io.buddykv.node.command.NodeCommand;
import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.AckWaits;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.replication.ChangeFeed;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;

/**
 * The way from a client port to keys: on a slave to its key ranges, on a master to nothing but redirections. One for each
 * client event loop, confined to it.
 *
 * <p>A batch is what has arrived of one connection at one time. All its commands share one reading of the clocks: they
 * had all arrived before, so that a promise which held then is good for each of them.
 */
public interface CommandGate {
    /** The newest map known; null before the first. */
    ClusterMap map();

    /** This slave, as maps name it; null on a master. */
    Member self();

    /** Begins a batch and reads the clocks. */
    void beginBatch();

    /**
     * Carries out a command on one key range when the range lets it in; nothing happens otherwise. A command that comes
     * upon a change it may not make while writes are held counts as not let in; what it has replied is to be dropped.
     *
     * @throws io.buddykv.protocol.resp.CommandException what the command refuses
     */
    Admission run(int range, Access access, KeyCommand command, Request request, ReplyWriter reply);

    /** Locks several key ranges in the order given, which has to ascend, and carries the command out. */
    Admission runLocked(int[] ranges, RangesCommand command);

    /** Carries out a command on all key ranges served here; {@link Admission#HOLD} when one of them is held. */
    Admission run(NodeCommand command, Request request, ReplyWriter reply);

    /** Looks at what those who watch a range of this slave are told, under the range's lock. */
    void onFeed(int range, FeedAction action);

    /** Whether an answer of this batch has to wait for copies. */
    boolean answersWait();

    /**
     * Ends the batch.
     *
     * @return true when its answers may leave; else the waiter is called later, on this loop
     */
    boolean await(AckWaits.Waiter waiter);

    /** Something about the feed of a range. */
    @FunctionalInterface
    interface FeedAction {
        /** @param nanos the clock as it was read for the batch */
        void on(ChangeFeed feed, long nanos);
    }

    /** A command on several ranges. */
    @FunctionalInterface
    interface RangesCommand {
        /** Admits itself to the ranges it needs; returns anything but SERVE where it did not run. */
        Admission run(LockedRanges ranges);
    }
}
