package io.buddykv.node.master;

import io.buddykv.topology.Member;
import java.util.Set;

/**
 * Slaves that something speaks against, to be examined together.
 *
 * @param overdue those of them that have been given time enough to answer
 * @param witness whether a slave has just been heard by other means, so that this master is not cut off
 */
record Suspects(Set<Member> members, Set<Member> overdue, boolean witness) {
    Suspects {
        members = Set.copyOf(members);
        overdue = Set.copyOf(overdue);
    }

    /** One that a newer life wants to replace: whoever does not answer now has no further claim. */
    static Suspects replaced(Member former) {
        return new Suspects(Set.of(former), Set.of(former), true);
    }

    boolean contains(Member member) {
        return members.contains(member);
    }
}
