package io.buddykv.node.log;

import io.buddykv.node.time.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A log over files in memory, with the life of a process around it: recover, write, end in one way or another. */
final class TestingLog implements SlaveLog.Listener {
    static final long DATA_ID = 4711;
    static final LogSettings SMALL = settings(Fsync.EVERYSEC);

    final MemoryFiles files;
    final LogSettings settings;
    final VirtualTime time = new VirtualTime();
    final List<String> refusals = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    long confirmed;
    RecoveredLog recovered;
    SlaveLog log;

    TestingLog(MemoryFiles files, LogSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    static LogSettings settings(Fsync fsync) {
        return new LogSettings(fsync, 32 * 1024, 1 << 20, 0, 4096, 1 << 30, 3);
    }

    static RecoveredLog recover(MemoryFiles files, LogSettings settings, TailTrust trust, int threads) {
        return new Recovery(files, settings, DATA_ID, trust, TestingRanges::newTable, new RecoveryProgress())
                .run(threads, Runnable::run);
    }

    TestingLog start(TailTrust trust) {
        recovered = recover(files, settings, trust, 2);
        log = new SlaveLog(files, settings, time, recovered, this);
        return this;
    }

    Snapshots snapshots(SnapshotSource source) {
        try {
            return new Snapshots(files, log, recovered, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void confirmed(long position) {
        confirmed = position;
    }

    @Override
    public void refusing(String reason) {
        refusals.add(String.valueOf(reason));
    }

    @Override
    public void failed(String reason) {
        failures.add(reason);
    }
}
