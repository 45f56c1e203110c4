package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;

/**
 * Copies that come and go while the primary stays: joining, caught up, withdrawn, removed. What the primary asks for names
 * the epoch that it decided in, and is refused in any other.
 */
public final class CopySet {
    private CopySet() {}

    /** A copy begins to catch up. Raises no epoch: nothing depends on it yet. */
    public static MapChange joiningAdded(ClusterMap map, long term, int range, long epoch, Member copy) {
        return RangeRequest.of(map, range, epoch)
                .refuseIfDown()
                .refuseUnlessUp(copy)
                .refuseIf(Refusal.ALREADY_A_COPY, entry -> entry.names(copy.number()))
                .change(term, edit -> edit.range(range, entry -> entry.addJoining(copy)));
    }

    /**
     * The primary says that the joining copy holds everything, and from now on waits for its acknowledgements. Not while
     * the range is being handed over: its target may have taken over already, and does not wait for them.
     */
    public static MapChange caughtUp(ClusterMap map, long term, int range, long epoch, Member copy) {
        return RangeRequest.of(map, range, epoch)
                .refuseIfDown()
                .refuseUnlessUp(copy)
                .refuseIf(Refusal.NOT_JOINING, entry -> !entry.isJoining(copy))
                .refuseIf(Refusal.ALREADY_HANDING_OVER, RangeEntry::isHandingOver)
                .change(term, edit -> edit.range(range, entry -> entry.addInSync(copy)));
    }

    /**
     * The primary takes back its wish to have the copy added, without knowing whether it was. The epoch rises, so that
     * a wish still on its way is refused.
     */
    public static MapChange joinWithdrawn(
            ClusterMap map, long term, int range, long epoch, Member copy, Answers answers) {
        return copyRemoved(map, term, range, epoch, copy, answers);
    }

    /**
     * A copy that does not acknowledge in time is taken out, be it in sync or joining; a hand-over to it is cancelled.
     *
     * @param answers whether the primary has just answered: its own fresh request is an answer
     */
    public static MapChange copyRemoved(
            ClusterMap map, long term, int range, long epoch, Member copy, Answers answers) {
        return RangeRequest.of(map, range, epoch)
                .refuseIfDown()
                .refuseIf(Refusal.IS_PRIMARY, entry -> entry.isPrimary(copy))
                .refuseIf(Refusal.NOT_A_COPY, entry -> !isCopy(entry, copy))
                .refuseUnlessPrimaryAnswered(answers)
                .change(
                        term,
                        edit -> edit.range(range, entry -> {
                            entry.dropJoining(copy);
                            entry.dropInSync(copy);
                        }));
    }

    private static boolean isCopy(RangeEntry entry, Member copy) {
        return entry.isInSync(copy) || entry.isJoining(copy);
    }
}
