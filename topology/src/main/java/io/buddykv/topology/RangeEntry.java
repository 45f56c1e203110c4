package io.buddykv.topology;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One key range in the cluster map.
 *
 * @param home number of the slave that should serve the range
 * @param primary who serves it; null while the range is {@link RangeState#DOWN}
 * @param inSync the copies that hold every acknowledged write, primary included; while down, the last ones known
 * @param joining copies that are catching up
 * @param epoch rises with each change of primary, in-sync set, and with each withdrawn add or cancelled hand-over
 * @param primarySince the epoch in which the present primary took over
 * @param bornEpoch the epoch in which the range last began empty: only a primary of exactly that
 *     {@code primarySince} may serve it without having held it in sync
 * @param released whether the previous primary had released the range when the present one took over, so that no promise
 *     to it has to be waited out
 * @param state what the primary is to do
 * @param target who takes over while {@link RangeState#HANDING_OVER}; otherwise null
 */
public record RangeEntry(
        int home,
        Member primary,
        List<Member> inSync,
        List<Member> joining,
        long epoch,
        long primarySince,
        long bornEpoch,
        boolean released,
        RangeState state,
        Member target) {

    public RangeEntry {
        inSync = List.copyOf(inSync);
        joining = List.copyOf(joining);
    }

    /** Whether the range is served by another slave than its home. */
    public boolean redirected() {
        return primary != null && primary.number() != home;
    }

    public boolean isDown() {
        return state == RangeState.DOWN;
    }

    public boolean isHandingOver() {
        return state == RangeState.HANDING_OVER;
    }

    public boolean isPrimary(Member member) {
        return member.equals(primary);
    }

    /** Whether {@code member} is in the in-sync set; while the range is down, whether it was when last known. */
    public boolean isInSync(Member member) {
        return inSync.contains(member);
    }

    public boolean isJoining(Member member) {
        return joining.contains(member);
    }

    /** Whether some life of the slave is in the in-sync set or joining. */
    public boolean names(int number) {
        return anyMember(member -> member.number() == number);
    }

    /** Whether some member with a role here is {@code wanted}. */
    public boolean anyMember(Predicate<Member> wanted) {
        return (primary != null && wanted.test(primary)) || anyOf(inSync, wanted) || anyOf(joining, wanted);
    }

    /** A loop, not a stream: a failover asks this of every range, and its first time is the one that counts. */
    private static boolean anyOf(List<Member> members, Predicate<Member> wanted) {
        for (Member member : members) {
            if (wanted.test(member)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The epoch that the next change begins, whatever it is but a release: the one in between belongs to the target of a
     * hand-over, which may have taken over already without the map saying so.
     */
    public long nextEpoch() {
        return isHandingOver() ? epoch + 2 : epoch + 1;
    }

    /** All members that have a role here, each role once: one member may come more than once. */
    public Stream<Member> members() {
        return Stream.of(Stream.of(primary, target).filter(Objects::nonNull), inSync.stream(), joining.stream())
                .flatMap(members -> members);
    }

    /** The same range with another home: a wish, which raises no epoch. */
    public RangeEntry withHome(int number) {
        return new RangeEntry(
                number, primary, inSync, joining, epoch, primarySince, bornEpoch, released, state, target);
    }

    RangeEntry withInSync(List<Member> members) {
        return new RangeEntry(home, primary, members, joining, epoch, primarySince, bornEpoch, released, state, target);
    }
}
