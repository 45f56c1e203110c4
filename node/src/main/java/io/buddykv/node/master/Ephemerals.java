package io.buddykv.node.master;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.time.TimeSource;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which lives of slaves have an ephemeral, as far as the membership service has told. */
final class Ephemerals {
    private final TimeSource time;
    private List<Announcement> announced = List.of();
    private Set<Long> incarnations = Set.of();
    private final Map<Member, Long> missingSince = new HashMap<>();
    private final Set<Long> everSeen = new HashSet<>();
    private boolean known;

    Ephemerals(TimeSource time) {
        this.time = time;
    }

    List<Announcement> announced() {
        return announced;
    }

    /** Those with a place in the map that speak another protocol than this master; of a newcomer nothing depends on that. */
    List<Announcement> foreign(ClusterMap map) {
        if (map == null) {
            return List.of();
        }
        Set<Long> placed = map.slaves().values().stream()
                .map(slave -> slave.member().incarnation())
                .collect(Collectors.toSet());
        return announced.stream()
                .filter(slave -> !ProtocolVersion.isSpoken(slave.protocol()) && placed.contains(slave.incarnation()))
                .toList();
    }

    void update(List<Announcement> living) {
        known = true;
        announced = living;
        incarnations = living.stream().map(Announcement::incarnation).collect(Collectors.toSet());
        everSeen.addAll(incarnations);
    }

    /** Whether the life had an ephemeral and has it no longer. */
    boolean isGone(Member member) {
        return known && !isAnnounced(member) && everSeen.contains(member.incarnation());
    }

    /** Whether the life has been without an ephemeral for so long, be it that it had none yet. */
    boolean isMissingFor(Member member, long nanos) {
        if (!known || isAnnounced(member)) {
            missingSince.remove(member);
            return false;
        }
        return time.nanos() - missingSince.computeIfAbsent(member, fresh -> time.nanos()) >= nanos;
    }

    private boolean isAnnounced(Member member) {
        return incarnations.contains(member.incarnation());
    }

    /** Lives that no map names any longer need not be remembered. */
    void keepOnly(Set<Member> members) {
        Set<Long> kept = members.stream().map(Member::incarnation).collect(Collectors.toSet());
        everSeen.removeIf(incarnation -> !kept.contains(incarnation) && !incarnations.contains(incarnation));
        missingSince.keySet().retainAll(members);
    }
}
