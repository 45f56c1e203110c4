package io.buddykv.topology.change;

import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A range's entry while it is changed. {@link #done()} is the one place that raises epochs: once when the primary or the
 * in-sync set changed, a joining copy was dropped, or a hand-over was cancelled, however many of these came together.
 *
 * <p>While a range is being handed over its target may have taken over, in the epoch after the present one, without the map
 * saying so. Any change that raises the epoch, other than the release, therefore passes that epoch over, ends the
 * hand-over, and makes whoever is primary take over anew.
 */
final class RangeEdit {
    private final RangeEntry before;
    private final List<Member> inSync;
    private final List<Member> joining;
    private Member primary;
    private Member target;
    private boolean releasedNow;
    private boolean bornNow;

    RangeEdit(RangeEntry before) {
        this.before = before;
        this.primary = before.primary();
        this.inSync = new ArrayList<>(before.inSync());
        this.joining = new ArrayList<>(before.joining());
        this.target = before.target();
    }

    /** Nobody serves; the in-sync set stays as the last one known. */
    void goDown() {
        primary = null;
        target = null;
        joining.clear();
    }

    /** The member serves and comes first in the in-sync set, which it has to be in already. */
    void promote(Member member) {
        inSync.remove(member);
        inSync.add(0, member);
        primary = member;
        target = null;
    }

    void promoteReleased() {
        promote(target);
        releasedNow = true;
    }

    void bornEmptyAt(Member member) {
        keepInSync(List.of(member));
        joining.clear();
        promote(member);
        bornNow = true;
    }

    void keepInSync(List<Member> kept) {
        inSync.clear();
        inSync.addAll(kept);
    }

    void addInSync(Member member) {
        joining.remove(member);
        inSync.add(member);
    }

    void dropInSync(Member member) {
        inSync.remove(member);
        cancelHandOverTo(member);
    }

    void addJoining(Member member) {
        joining.add(member);
    }

    void dropJoining(Member member) {
        joining.remove(member);
    }

    void handOverTo(Member member) {
        target = member;
    }

    void cancelHandOver() {
        target = null;
    }

    void cancelHandOverTo(Member member) {
        if (member.equals(target)) {
            target = null;
        }
    }

    RangeEntry done() {
        boolean primaryChanged = !Objects.equals(primary, before.primary());
        boolean raised = primaryChanged || !sameSet(inSync, before.inSync()) || joinWithdrawn() || handOverCancelled();
        boolean overtaken = raised && before.isHandingOver() && !releasedNow;
        if (overtaken) {
            target = null;
        }
        boolean tookOver = primaryChanged || overtaken;
        long epoch = raised ? begun() : before.epoch();
        return new RangeEntry(
                before.home(),
                primary,
                inSync,
                joining,
                epoch,
                tookOver ? epoch : before.primarySince(),
                bornNow ? epoch : before.bornEpoch(),
                tookOver ? releasedNow : before.released(),
                state(),
                target);
    }

    private long begun() {
        return releasedNow ? before.epoch() + 1 : before.nextEpoch();
    }

    private RangeState state() {
        if (primary == null) {
            return RangeState.DOWN;
        }
        return target == null ? RangeState.SERVING : RangeState.HANDING_OVER;
    }

    private boolean joinWithdrawn() {
        return before.joining().stream().anyMatch(member -> !joining.contains(member));
    }

    private boolean handOverCancelled() {
        return before.target() != null && target == null;
    }

    private static boolean sameSet(List<Member> some, List<Member> others) {
        return some.size() == others.size() && others.containsAll(some);
    }
}
