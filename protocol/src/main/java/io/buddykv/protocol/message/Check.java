package io.buddykv.protocol.message;

import java.util.List;

/**
 * The master asks a slave whether it lives and how far its copies are.
 *
 * @param term the master's; a slave refuses one lower than it knows
 * @param fences what to fence before answering; empty for the question alone
 * @param ephemeralGone the slave's ephemeral is not to be seen: if it lives, it is to make a new one
 */
public record Check(long term, List<RangeFence> fences, boolean ephemeralGone) {
    public Check {
        fences = List.copyOf(fences);
    }

    public Check(long term, List<RangeFence> fences) {
        this(term, fences, false);
    }
}
