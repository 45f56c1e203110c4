package io.buddykv.bench;

import io.buddykv.node.store.RangeTable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Random access to a million keys of 16 + 100 bytes, one thread; the slot of the key is part of what is measured. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx2g", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class RangeTableBenchmark {
    private static final int KEYS = 1_000_000;
    private static final int VALUE_BYTES = 100;

    @Param({"256", "16"})
    public int ranges;

    private final byte[] value = new byte[2 * VALUE_BYTES];
    private final byte[] target = new byte[2 * VALUE_BYTES];
    private final byte[] absent = "nosuch:000000000".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private RangeTables tables;
    private long random = 88172645463325252L;

    @Setup(Level.Trial)
    public void fill() {
        tables = new RangeTables(KEYS, ranges);
        tables.fill(new byte[VALUE_BYTES]);
    }

    @TearDown(Level.Trial)
    public void release() {
        tables.release();
    }

    /** What drawing a key and its slot costs: to be subtracted. */
    @Benchmark
    public RangeTable slotOnly() {
        return tables.tableOf(nextKey());
    }

    @Benchmark
    public byte get() {
        int key = nextKey();
        RangeTable table = tables.tableOf(key);
        long entry = table.find(tables.keys, key * RangeTables.KEY_BYTES, RangeTables.KEY_BYTES);
        table.copyValue(entry, 0, target, 0, table.valueLength(entry));
        return target[0];
    }

    @Benchmark
    public long getAbsent() {
        int key = nextKey();
        absent[15] = (byte) key;
        absent[14] = (byte) (key >>> 8);
        absent[13] = (byte) (key >>> 16);
        return tables.tableOf(key).find(absent, 0, absent.length);
    }

    @Benchmark
    public void putSameSize() {
        tables.put(nextKey(), value, VALUE_BYTES);
    }

    @Benchmark
    public void putChangingSize() {
        int key = nextKey();
        tables.put(key, value, VALUE_BYTES / 2 + (int) (random >>> 40 & 127));
    }

    private int nextKey() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random & 0xffffffffL) * KEYS >>> 32);
    }
}
