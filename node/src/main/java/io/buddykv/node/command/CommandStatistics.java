package io.buddykv.node.command;

import io.buddykv.protocol.command.CommandSpec;
import java.util.List;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/** What clients have asked of this node. Safe for any thread; a moment old, never less than what was asked before. */
public interface CommandStatistics {
    /** Those that have been asked for at least once, in the order of the table. */
    List<OfCommand> commands();

    /** Error replies by their code, as {@code ERR} or {@code MOVED}. */
    SortedMap<String, Long> errors();

    /**
     * How long commands took, in nanoseconds, by command family; one of some commands is measured. From the beginning of
     * its execution to its reply, without the wait for copies.
     */
    SortedMap<String, Histogram> latencies();

    /** How long batches of answers waited for copies, in nanoseconds. */
    Histogram waits();

    long totalCommands();

    long inputBytes();

    long outputBytes();

    long connections();

    long refusedConnections();

    /** Counts from nothing, as CONFIG RESETSTAT. */
    void reset();

    /**
     * @param failed answered with an error after they had begun
     * @param rejected answered with an error before they began
     * @param sampled how many of them were measured
     * @param sampledNanos how long these took together
     */
    record OfCommand(CommandSpec command, long calls, long failed, long rejected, long sampled, long sampledNanos) {
        /** Estimated from the measured ones. */
        public double meanMicros() {
            return sampled == 0 ? 0 : sampledNanos / 1_000.0 / sampled;
        }
    }
}
