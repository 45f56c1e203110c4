package io.buddykv.node.master;

import io.buddykv.node.time.TimeSource;
import io.buddykv.topology.Member;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** When each member last answered a question of this master. */
final class LastHeard {
    private final TimeSource time;
    private final Map<Member, Long> nanos = new HashMap<>();

    LastHeard(TimeSource time) {
        this.time = time;
    }

    void heard(Member member) {
        nanos.put(member, time.nanos());
    }

    boolean within(Member member, long mostNanos) {
        Long last = nanos.get(member);
        return last != null && time.nanos() - last <= mostNanos;
    }

    void keepOnly(Collection<Member> members) {
        nanos.keySet().retainAll(members);
    }
}
