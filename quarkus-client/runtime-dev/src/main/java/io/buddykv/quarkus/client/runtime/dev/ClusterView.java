package io.buddykv.quarkus.client.runtime.dev;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import java.util.ArrayList;
import java.util.List;

/** A cluster map as the page shows it. */
public record ClusterView(String clusterId, long version, List<Slave> slaves, List<Range> ranges) {
    /**
     * @param serves ranges of which it is the primary
     * @param homes ranges that it should serve
     * @param copies ranges that it holds in sync for another
     * @param joining ranges that it is catching up with
     */
    public record Slave(int number, String state, int serves, int homes, int copies, int joining) {}

    /**
     * @param primary 0 while nobody serves it
     * @param inSync numbers of the slaves that hold every acknowledged write
     */
    public record Range(int home, int primary, List<Integer> inSync) {}

    static ClusterView of(ClusterMap map) {
        List<Range> ranges = map.ranges().stream()
                .map(range -> new Range(
                        range.home(),
                        range.primary() == null ? 0 : range.primary().number(),
                        range.inSync().stream().map(Member::number).sorted().toList()))
                .toList();
        List<Slave> slaves = new ArrayList<>();
        map.slaves().values().forEach(slave -> slaves.add(slave(slave, map.ranges())));
        return new ClusterView(map.clusterId(), map.version(), slaves, ranges);
    }

    private static Slave slave(SlaveEntry slave, List<RangeEntry> ranges) {
        Member member = slave.member();
        int serves = 0;
        int homes = 0;
        int copies = 0;
        int joining = 0;
        for (RangeEntry range : ranges) {
            serves += range.isPrimary(member) ? 1 : 0;
            homes += range.home() == slave.number() ? 1 : 0;
            copies += range.isInSync(member) && !range.isPrimary(member) ? 1 : 0;
            joining += range.isJoining(member) ? 1 : 0;
        }
        return new Slave(slave.number(), slave.state().name(), serves, homes, copies, joining);
    }
}
