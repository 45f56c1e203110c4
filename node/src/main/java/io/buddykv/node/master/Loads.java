package io.buddykv.node.master;

import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.SlaveEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What slaves carry, asked of all that live. Who does not tell in time is left out. */
final class Loads {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final TimeSource time;
    private final Timers timers;
    private final MasterPort.Directory slaves;

    /** What was told at one time. */
    record Round(long nanos, List<SlaveLoad> loads) {
        Round {
            loads = List.copyOf(loads);
        }
    }

    Loads(TimeSource time, Timers timers, MasterPort.Directory slaves) {
        this.time = time;
        this.timers = timers;
        this.slaves = slaves;
    }

    void ask(Collection<SlaveEntry> asked, Consumer<Round> told) {
        new Question(asked.size(), told).ask(asked);
    }

    private final class Question {
        private final int asked;
        private final Consumer<Round> told;
        private final List<SlaveLoad> loads = new ArrayList<>();
        private int answered;
        private boolean ended;

        Question(int asked, Consumer<Round> told) {
            this.asked = asked;
            this.told = told;
        }

        void ask(Collection<SlaveEntry> living) {
            timers.after(living.isEmpty() ? 0 : PATIENCE_NANOS, this::end);
            for (SlaveEntry slave : living) {
                slaves.of(slave.endpoints())
                        .load()
                        .whenComplete((load, failure) -> timers.execute(() -> answered(slave, load)));
            }
        }

        private void answered(SlaveEntry slave, SlaveLoad load) {
            if (load != null && load.member().equals(slave.member())) {
                loads.add(load);
            }
            if (++answered == asked) {
                end();
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                told.accept(new Round(time.nanos(), loads));
            }
        }
    }
}
