package io.buddykv.node.replication;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The links from this slave to the copies of the ranges that it is primary of: one for each slave, opened when the map
 * first needs it, opened again when it has ended, closed when the map needs it no more.
 *
 * <p>{@link #reconcile} is confined to the slave's thread of control; {@link #openLink} may be called by any thread.
 */
final class SourceLinks {
    /** How long to wait before a link that could not be opened, or has ended, is tried again. */
    private static final long RETRY_NANOS = 50_000_000;

    private final ReplicationContext context;
    private final RangeSet ranges;
    private final FrameConnector connector;
    private final Map<Member, SourceLink> links = new ConcurrentHashMap<>();
    private final Map<Member, Long> retryAt = new HashMap<>();
    private final Map<Member, Long> silentSince = new HashMap<>();

    SourceLinks(ReplicationContext context, RangeSet ranges, FrameConnector connector) {
        this.context = context;
        this.ranges = ranges;
        this.connector = connector;
    }

    /** The accepted link to this copy, or null while there is none. */
    SourceLink openLink(Member copy) {
        SourceLink link = links.get(copy);
        return link != null && link.isOpen() ? link : null;
    }

    /** Opens what the map needs and closes what it does not. */
    void reconcile(ClusterMap map) {
        Set<Member> needed = copiesOf(map, context.self());
        links.forEach((member, link) -> {
            if (!needed.contains(member)) {
                links.remove(member, link);
                link.dismiss();
            }
        });
        retryAt.keySet().retainAll(needed);
        silentSince.keySet().retainAll(needed);
        for (Member member : needed) {
            SourceLink link = links.get(member);
            if (link == null || link.isClosed()) {
                open(map, member);
            }
        }
    }

    /** The copies that have acknowledged nothing for at least {@code silenceNanos}, however their links look. */
    Set<Member> silentFor(long silenceNanos) {
        long now = context.nanos();
        Set<Member> silent = new HashSet<>();
        links.forEach((member, link) -> {
            boolean isSilent;
            if (link.isOpen()) {
                silentSince.put(member, link.lastHeardNanos());
                isSilent = link.isSilentFor(silenceNanos);
            } else {
                silentSince.putIfAbsent(member, now);
                isSilent = now - silentSince.get(member) >= silenceNanos;
            }
            if (isSilent) {
                silent.add(member);
            }
        });
        return silent;
    }

    private void open(ClusterMap map, Member member) {
        SlaveEntry slave = map.slave(member.number());
        long now = context.nanos();
        Long retry = retryAt.get(member);
        if (slave == null || !slave.member().equals(member) || (retry != null && retry - now > 0)) {
            return;
        }
        retryAt.put(member, now + RETRY_NANOS);
        SourceLink link = new SourceLink(member, slave.endpoints(), context, ranges);
        links.put(member, link);
        link.start(connector);
    }

    private static Set<Member> copiesOf(ClusterMap map, Member self) {
        Set<Member> copies = new HashSet<>();
        for (RangeEntry range : map.ranges()) {
            if (self.equals(range.primary()) || self.equals(range.target())) {
                copies.addAll(range.inSync());
                copies.addAll(range.joining());
            }
        }
        copies.remove(self);
        return copies;
    }

    long unacknowledgedFrames() {
        return links.values().stream()
                .mapToLong(SourceLink::unacknowledgedFrames)
                .sum();
    }

    void mapChanged() {
        links.values().forEach(SourceLink::mapChanged);
    }

    void closeAll(String reason) {
        links.values().forEach(link -> link.close(reason));
        links.clear();
    }
}
