package io.buddykv.node.port.http;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * One key range for people and tools; slaves are named by their internal numbers.
 *
 * @param primary null while the range is down
 * @param target who takes over while it is being handed over; otherwise null
 */
public record RangeStatus(
        int range,
        int firstSlot,
        int lastSlot,
        int home,
        Integer primary,
        List<Integer> inSync,
        List<Integer> joining,
        String state,
        Integer target,
        long epoch,
        long primarySince) {

    static List<RangeStatus> all(ClusterMap map) {
        List<RangeStatus> all = new ArrayList<>();
        for (int index = 0; index < map.ranges().size(); index++) {
            all.add(of(map.keyRanges(), index, map.range(index)));
        }
        return all;
    }

    private static RangeStatus of(KeyRanges ranges, int index, RangeEntry entry) {
        return new RangeStatus(
                index,
                ranges.firstSlot(index),
                ranges.lastSlot(index),
                entry.home(),
                number(entry.primary()),
                numbers(entry.inSync()),
                numbers(entry.joining()),
                entry.state().name(),
                number(entry.target()),
                entry.epoch(),
                entry.primarySince());
    }

    private static Integer number(Member member) {
        return member == null ? null : member.number();
    }

    private static List<Integer> numbers(List<Member> members) {
        return members.stream().map(Member::number).toList();
    }
}
