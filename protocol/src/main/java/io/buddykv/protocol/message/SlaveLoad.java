package io.buddykv.protocol.message;

import io.buddykv.topology.Member;
import java.util.List;

/**
 * What a slave carries.
 *
 * @param memoryUsed bytes of its budget that are in use, for copies too
 * @param memoryLimit its budget in bytes
 * @param bytesFilled what it has sent to fill copies since its start
 * @param ranges those that it is primary of
 */
public record SlaveLoad(Member member, long memoryUsed, long memoryLimit, long bytesFilled, List<RangeLoad> ranges) {
    public SlaveLoad {
        ranges = List.copyOf(ranges);
    }
}
