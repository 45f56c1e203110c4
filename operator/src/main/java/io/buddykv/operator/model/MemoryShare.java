package io.buddykv.operator.model;

import io.buddykv.crds.InvalidClusterException;
import io.buddykv.crds.MemoryAmount;
import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How the memory of a slave's container is shared: the budget for keys and values, the heap around it, and the container's
 * limit around that. Either the budget or the limit is given and the other follows.
 *
 * @param heapMib a quarter more than the budget, for compacting and collecting, and what the node needs itself
 * @param limitMib the heap, direct buffers, code, classes and stacks
 */
public record MemoryShare(MemoryAmount budget, long heapMib, long limitMib) {
    static final long NODE_HEAP_MIB = 192;
    static final long OUTSIDE_HEAP_MIB = 448;
    private static final int SLACK_PERCENT = 25;
    private static final long MIB = 1L << 20;

    /** Handing everything over at a modest pace takes so long for each GiB. */
    private static final long GRACE_SECONDS_PER_GIB = 30;

    private static final long LEAST_GRACE_SECONDS = 60;
    private static final long MOST_GRACE_SECONDS = 3_600;

    public static MemoryShare of(ClusterResourceSpec spec) {
        Optional<Quantity> limit = Optional.ofNullable(spec.resources())
                .map(resources -> resources.getLimits())
                .map(limits -> limits.get("memory"));
        if (limit.isEmpty()) {
            MemoryAmount budget =
                    spec.memory() == null ? ClusterResourceSpec.DEFAULT_MEMORY : MemoryAmount.parse(spec.memory());
            long heap = budget.bytes() * (100 + SLACK_PERCENT) / 100 / MIB + NODE_HEAP_MIB;
            return new MemoryShare(budget, heap, heap + OUTSIDE_HEAP_MIB);
        }
        long limitMib = limit.get()
                .getNumericalAmount()
                .divide(BigDecimal.valueOf(MIB), RoundingMode.DOWN)
                .longValue();
        long heap = limitMib - OUTSIDE_HEAP_MIB;
        long budgetMib = (heap - NODE_HEAP_MIB) * 100 / (100 + SLACK_PERCENT);
        if (budgetMib * MIB < io.buddykv.crds.KvClusterSpec.LEAST_MEMORY.bytes()) {
            throw new InvalidClusterException(
                    "spec.resources.limits.memory",
                    limit.get(),
                    "leaves too little for keys and values: " + (NODE_HEAP_MIB + OUTSIDE_HEAP_MIB + 20)
                            + "Mi at least");
        }
        return new MemoryShare(new MemoryAmount(budgetMib * MIB), heap, limitMib);
    }

    /** How long a slave may take to hand everything over; follows from the limit alone. */
    public long graceSeconds() {
        return Math.min(MOST_GRACE_SECONDS, LEAST_GRACE_SECONDS + GRACE_SECONDS_PER_GIB * (limitMib / 1024));
    }
}
