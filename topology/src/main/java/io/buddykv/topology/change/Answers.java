package io.buddykv.topology.change;

import io.buddykv.topology.Member;
import java.util.function.Predicate;

/**
 * What the master has just heard from the slaves themselves. "Just" is the point: whether an in-sync set may shrink, and
 * who may become primary, hangs on who is alive now, not on who once was.
 */
public interface Answers {
    boolean answered(Member member);

    /**
     * The last sequence number that the member holds of the range, told after it was fenced; negative when it does not
     * hold the range complete. Asked only about members that have answered.
     */
    long sequence(Member member, int range);

    /** Answers without sequence numbers: right where no range has more than one living copy to choose from. */
    static Answers by(Predicate<Member> answered) {
        return new Answers() {
            @Override
            public boolean answered(Member member) {
                return answered.test(member);
            }

            @Override
            public long sequence(Member member, int range) {
                return 0;
            }
        };
    }
}
