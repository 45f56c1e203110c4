package io.buddykv.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.replication.RangeReplica;
import io.buddykv.node.replication.ReplicaProbe;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A range moves to an empty slave, and whoever takes part dies at one of the steps that the architecture page names: the
 * move ends nevertheless, nothing is lost, and every history is linearizable.
 */
class HandOverStepsTest {
    private static final int SEEDS = 3;
    private static final long PATIENCE_NANOS = 20 * SimulatedWorld.SECOND;
    private static final long LOOK_NANOS = 10_000;
    private static final long MISSED_NANOS = 300 * SimulatedWorld.MILLI;

    /** How far the move of one range has come. */
    enum Step {
        /** The map lists the target, and nothing has been sent. */
        JOINING {
            @Override
            boolean isReached(Move move) {
                return move.entry().joining().contains(move.targetMember())
                        && !ReplicaProbe.isFilling(move.source(), move.targetMember());
            }
        },
        /** The range's content is on its way. */
        FILLING {
            @Override
            boolean isReached(Move move) {
                return ReplicaProbe.isFilling(move.source(), move.targetMember());
            }
        },
        /** Everything is sent, and the target's acknowledgements are required. */
        FILLED {
            @Override
            boolean isReached(Move move) {
                return ReplicaProbe.isFilled(move.source(), move.targetMember());
            }
        },
        /** The target is in sync, and the map says that the range goes to it; the primary holds writes once it knows. */
        HANDING_OVER {
            @Override
            boolean isReached(Move move) {
                return move.entry().isHandingOver() && !move.source().isReleased();
            }
        },
        /** The primary answers nothing more, and the target does not know yet. */
        RELEASED {
            @Override
            boolean isReached(Move move) {
                return (move.source().isReleased() || move.source().role() == RangeReplica.Role.COPY)
                        && move.target().role() == RangeReplica.Role.COPY
                        && move.entry().isHandingOver();
            }
        },
        /** The target is primary by the release alone: the map does not say so yet. */
        SUCCEEDED {
            @Override
            boolean isReached(Move move) {
                return move.target().role() == RangeReplica.Role.PRIMARY
                        && move.entry().isHandingOver();
            }
        },
        /** The map names the target. */
        MAP_WRITTEN {
            @Override
            boolean isReached(Move move) {
                return move.entry().isPrimary(move.targetMember());
            }
        };

        abstract boolean isReached(Move move);
    }

    /** Who dies. */
    enum Victim {
        SOURCE,
        TARGET,
        ACTIVE_MASTER
    }

    static Stream<Arguments> everyoneAtEveryStep() {
        return Stream.of(Step.values())
                .flatMap(step -> Stream.of(Victim.values()).map(victim -> Arguments.of(step, victim)));
    }

    @ParameterizedTest
    @MethodSource("everyoneAtEveryStep")
    void theMoveEndsAndNothingIsLostWhoeverDies(Step step, Victim victim) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            RunSettings settings = RunSettings.drawnFrom(new SplittableRandom(seed), List.of())
                    .withBuddies(1)
                    .calm();
            List<Boolean> died = new ArrayList<>();
            Simulation.Outcome outcome =
                    Simulation.run(seed, settings, Trace.off(), run -> died.add(play(run, step, victim)));

            assertThat(outcome.violations()).as("seed %d", seed).isEmpty();
            assertThat(died).as("whether somebody died, seed %d", seed).containsExactly(true);
            assertThat(outcome.lostRanges()).isZero();
            assertThat(outcome.operations()).isGreaterThan(100);
        }
    }

    /** One range on its way from a slave to another. */
    private static final class Move {
        private final Simulation run;
        private final int range;
        private final SimulatedSlave from;
        private final SimulatedSlave to;

        Move(Simulation run, int range, SimulatedSlave from, SimulatedSlave to) {
            this.run = run;
            this.range = range;
            this.from = from;
            this.to = to;
        }

        RangeEntry entry() {
            return run.cluster().map().range(range);
        }

        Member targetMember() {
            return run.cluster().map().slave(to.number()).member();
        }

        RangeReplica source() {
            return from.life().ranges().range(range);
        }

        RangeReplica target() {
            return to.life().ranges().range(range);
        }
    }

    private static boolean play(Simulation run, Step step, Victim victim) {
        SimulatedSlave target = run.cluster().slave(1);
        empty(run, target);
        Move move = begun(run, target);
        boolean reached = move != null && await(run, () -> step.isReached(move));
        if (reached) {
            kill(run, move, victim);
        }
        run.world().runUntil(run.world().now() + 2 * SimulatedWorld.SECOND);
        return reached;
    }

    /** Drains the slave, and has a new process begin in its place with nothing. */
    private static void empty(Simulation run, SimulatedSlave slave) {
        run.faults().atActiveMaster(orders -> orders.drain(slave.number()));
        await(run, () -> run.cluster().map().ranges().stream()
                .noneMatch(range -> range.names(slave.number()) || range.home() == slave.number()));
        slave.life().process().kill();
        run.world().runUntil(run.world().now() + MISSED_NANOS);
        slave.start();
        await(
                run,
                () -> slave.life().ranges().count() > 0
                        && run.cluster().map().slave(slave.number()).isUp());
    }

    /** The slave gets ranges again; the first of them. */
    private static Move begun(Simulation run, SimulatedSlave target) {
        run.faults().atActiveMaster(orders -> orders.undrain(target.number()));
        await(run, () -> rangeFor(run.cluster().map(), target) >= 0);
        int range = rangeFor(run.cluster().map(), target);
        return range < 0
                ? null
                : new Move(
                        run,
                        range,
                        run.cluster()
                                .slave(run.cluster()
                                        .map()
                                        .range(range)
                                        .primary()
                                        .number()),
                        target);
    }

    private static int rangeFor(ClusterMap map, SimulatedSlave target) {
        for (int range = 0; range < map.ranges().size(); range++) {
            if (map.range(range).home() == target.number()
                    && map.range(range).primary().number() != target.number()) {
                return range;
            }
        }
        return -1;
    }

    private static void kill(Simulation run, Move move, Victim victim) {
        SimulatedWorld world = run.world();
        if (victim == Victim.ACTIVE_MASTER) {
            SimulatedMaster master = run.cluster().masters().stream()
                    .filter(SimulatedMaster::isActive)
                    .findFirst()
                    .orElseThrow();
            master.process().kill();
            world.after(MISSED_NANOS, master::start);
        } else {
            SimulatedSlave slave = victim == Victim.SOURCE ? move.from : move.to;
            slave.life().process().kill();
            world.after(MISSED_NANOS, slave::start);
        }
    }

    private static boolean await(Simulation run, BooleanSupplier condition) {
        SimulatedWorld world = run.world();
        long end = world.now() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (world.now() >= end || !world.runUntil(world.now() + LOOK_NANOS)) {
                return false;
            }
        }
        return true;
    }
}
