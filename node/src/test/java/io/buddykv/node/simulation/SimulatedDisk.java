package io.buddykv.node.simulation;

import io.buddykv.node.log.Fsync;
import io.buddykv.node.log.LogSettings;
import io.buddykv.node.log.MemoryFiles;
import java.util.Random;

/** One machine's disk: it outlives processes, and loses what was not forced when the machine loses power. */
final class SimulatedDisk {
    private static final int SEGMENT_BYTES = 32 * 1024;
    private static final int MOST_PENDING_BYTES = 1 << 20;
    private static final int TABLE_BYTES = 4096;
    private static final long SNAPSHOT_BYTES_PER_SECOND = 64L << 20;
    private static final int MOST_KEPT = 8;

    private final SimulatedWorld world;
    private final LogSettings settings;
    private final MemoryFiles files = new MemoryFiles();
    private int boots = 1;
    private boolean failing;

    SimulatedDisk(SimulatedWorld world, Fsync fsync) {
        this.world = world;
        this.settings = new LogSettings(
                fsync, SEGMENT_BYTES, MOST_PENDING_BYTES, 0, TABLE_BYTES, SNAPSHOT_BYTES_PER_SECOND, MOST_KEPT);
    }

    MemoryFiles files() {
        return files;
    }

    LogSettings settings() {
        return settings;
    }

    /** Changes when the machine starts anew. */
    String bootId() {
        return "boot " + boots;
    }

    /** Of what was not forced, some sectors are there and some are not. Its process must have been killed. */
    void losePower() {
        files.losePower(new Random(world.random().nextLong()));
        boots++;
    }

    /** From now on no fsync succeeds, until the disk is repaired. */
    void fail() {
        failing = true;
        files.failForce("Input/output error");
    }

    boolean isFailing() {
        return failing;
    }

    void repair() {
        failing = false;
        files.failForce(null);
    }
}
