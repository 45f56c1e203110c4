package io.buddykv.node.master;

import io.buddykv.protocol.message.RangeLoad;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.health.MoveCounts;
import io.buddykv.topology.health.MoveProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What moves have sent and have still to send: a function of the map and of what slaves told. */
final class BytesMoved {
    private BytesMoved() {}

    /** @param begun the first round since the plan was seen */
    static MoveProgress progress(ClusterMap map, Loads.Round begun, Loads.Round earlier, Loads.Round later) {
        MoveCounts counts = MoveCounts.of(map);
        double seconds = (later.nanos() - earlier.nanos()) / 1e9;
        double rate = seconds <= 0 ? 0 : sent(earlier, later) / seconds;
        long left = bytesLeft(map, later);
        double secondsLeft = counts.left() == 0 ? 0 : rate > 0 ? left / rate : -1;
        return new MoveProgress(counts, sent(begun, later), left, rate, secondsLeft);
    }

    /** By the slaves that were asked both times; a later life counts from its start. */
    private static long sent(Loads.Round from, Loads.Round to) {
        Map<Member, Long> before = new HashMap<>();
        from.loads().forEach(load -> before.put(load.member(), load.bytesFilled()));
        long sent = 0;
        for (SlaveLoad load : to.loads()) {
            sent += load.bytesFilled() - before.getOrDefault(load.member(), 0L);
        }
        return sent;
    }

    private static long bytesLeft(ClusterMap map, Loads.Round round) {
        if (map.plan() == null) {
            return 0;
        }
        Map<Integer, Long> bytes = new HashMap<>();
        for (SlaveLoad load : round.loads()) {
            for (RangeLoad range : load.ranges()) {
                bytes.put(range.range(), range.bytes());
            }
        }
        long left = 0;
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            List<Integer> planned = new ArrayList<>(map.plan().buddies().get(range));
            planned.add(entry.home());
            for (int number : planned) {
                SlaveEntry slave = map.slave(number);
                boolean holds = slave != null && entry.isInSync(slave.member());
                left += holds ? 0 : bytes.getOrDefault(range, 0L);
            }
        }
        return left;
    }
}
