package io.buddykv.node.replication;

import io.buddykv.node.store.EffectEncoder;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.Arrays;

/** The copies of one range that its primary keeps. Guarded by the range's lock. */
final class CopySet {
    private static final CopyProgress[] NONE = {};

    private final RangeReplica range;
    private CopyProgress[] copies = NONE;

    CopySet(RangeReplica range) {
        this.range = range;
    }

    boolean hasRequired() {
        for (CopyProgress copy : copies) {
            if (copy.isRequired()) {
                return true;
            }
        }
        return false;
    }

    boolean promisesHold(long nanos) {
        for (CopyProgress copy : copies) {
            if (copy.isRequired() && !copy.holdsPromise(nanos)) {
                return false;
            }
        }
        return true;
    }

    boolean hasRoom() {
        for (CopyProgress copy : copies) {
            if (copy.isFollowing() && !copy.link().hasRoom()) {
                return false;
            }
        }
        return true;
    }

    /** What one of the copies that follow could not take (R5). */
    Fullness fullness() {
        for (CopyProgress copy : copies) {
            if (copy.isFollowing()) {
                Fullness fullness = copy.link().peerFullness();
                if (fullness != Fullness.NONE) {
                    return fullness;
                }
            }
        }
        return Fullness.NONE;
    }

    void send(long sequence, long primarySince, EffectEncoder record, AckWaits waits) {
        for (CopyProgress copy : copies) {
            if (copy.isFollowing()) {
                copy.link().append(copy, primarySince, sequence, record);
                waits.touch(copy.link());
            }
            if (copy.isRequired()) {
                waits.barrier().require(copy, sequence);
            }
        }
    }

    void requireAcknowledged(long sequence, AckWaits waits) {
        for (CopyProgress copy : copies) {
            if (copy.isRequired() && copy.acknowledged() < sequence) {
                waits.barrier().require(copy, sequence);
            }
        }
    }

    /** Up to here, and at most up to {@code sequence}, no answer waits for any copy. */
    long committed(long sequence) {
        long committed = sequence;
        for (CopyProgress copy : copies) {
            if (copy.isRequired()) {
                committed = Math.min(committed, copy.holdsUpTo());
            }
        }
        return committed;
    }

    boolean allAcknowledged(long sequence) {
        for (CopyProgress copy : copies) {
            if (copy.isRequired() && copy.acknowledged() < sequence) {
                return false;
            }
        }
        return true;
    }

    /** Makes the copies those of the map: keeps what is known of the ones that stay, offers the range to new ones. */
    void adopt(RangeEntry entry) {
        Member self = range.context().self();
        CopyProgress[] wanted =
                new CopyProgress[entry.inSync().size() + entry.joining().size()];
        int count = 0;
        for (Member member : entry.inSync()) {
            if (!member.equals(self)) {
                wanted[count++] = keptOrNew(member, true);
            }
        }
        for (Member member : entry.joining()) {
            CopyProgress copy = keptOrNew(member, false);
            copy.notAdded(entry.epoch());
            wanted[count++] = copy;
        }
        CopyProgress[] before = copies;
        copies = count == 0 ? NONE : Arrays.copyOf(wanted, count);
        for (CopyProgress copy : before) {
            if (find(copy.member) != copy) {
                copy.end(CopyProgress.Fate.RELEASED);
            }
        }
        for (CopyProgress copy : copies) {
            if (copy.phase() == CopyProgress.Phase.APART) {
                offer(copy);
            } else if (copy.isToBeListed(entry.epoch())) {
                // A map that is not known here may have taken it out in between, and the copy may have forgotten
                // everything.
                copy.listed(entry.epoch(), copy.link().appendListed(copy, entry.epoch()));
                copy.link().requestFlush();
            }
            askToAdd(copy, entry.epoch());
        }
    }

    /** Asks the map to add the copy when it has caught up; what was asked in an earlier epoch counts no more. */
    void askToAdd(CopyProgress copy, long epoch) {
        if (copy.isCaughtUp()) {
            copy.addAsked(epoch);
            range.context().events().caughtUp(range.index(), epoch, copy.member);
        }
    }

    private CopyProgress keptOrNew(Member member, boolean inSync) {
        CopyProgress kept = find(member);
        if (kept == null || (!inSync && kept.isInSync())) {
            return new CopyProgress(range, member, inSync);
        }
        if (inSync && !kept.isInSync()) {
            kept.becameInSync();
        }
        return kept;
    }

    CopyProgress find(Member member) {
        for (CopyProgress copy : copies) {
            if (copy.member.equals(member)) {
                return copy;
            }
        }
        return null;
    }

    /** A link has been accepted by its copy: the range goes over it from now on. */
    void opened(SourceLink link) {
        CopyProgress copy = find(link.peer());
        if (copy != null && copy.link() != link) {
            offer(copy);
        }
    }

    /** A link has ended. */
    void closed(SourceLink link) {
        for (CopyProgress copy : copies) {
            if (copy.link() == link) {
                copy.apart();
            }
        }
    }

    /** Whether the next failure may take the range with it, though copies are wanted. */
    boolean isAlone() {
        for (CopyProgress copy : copies) {
            if (copy.isInSync()) {
                return false;
            }
        }
        return range.context().wantsBuddies();
    }

    /** Asks the copy to compare what it holds, unless it has done that in its present stream or is about to. */
    void prove(Member member) {
        CopyProgress copy = find(member);
        if (copy != null && copy.phase() == CopyProgress.Phase.STREAMING && !copy.isProofSent()) {
            copy.link().appendProof(copy);
            copy.link().requestFlush();
        }
    }

    /** Tells the target of a hand-over that the range has been released to it. */
    void tellReleased(Member target) {
        CopyProgress copy = find(target);
        if (copy != null && copy.isFollowing()) {
            copy.link().appendReleased(range);
        }
    }

    boolean hasProven(Member member) {
        CopyProgress copy = find(member);
        return copy != null && copy.isProven();
    }

    private void offer(CopyProgress copy) {
        SourceLink link = range.context().links().openLink(copy.member);
        if (link != null) {
            copy.offeredOn(link);
            link.offer(range);
        }
    }

    /** This primary goes on in a new tenure: what waits for a copy goes on waiting, until it follows in that one. */
    void beginAnew() {
        for (CopyProgress copy : copies) {
            copy.beginAnew();
        }
    }

    void endAll(CopyProgress.Fate fate) {
        for (CopyProgress copy : copies) {
            copy.end(fate);
        }
        copies = NONE;
    }

    int following() {
        int count = 0;
        for (CopyProgress copy : copies) {
            if (copy.isFollowing()) {
                count++;
            }
        }
        return count;
    }
}
