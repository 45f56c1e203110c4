package io.buddykv.topology.change;

import static io.buddykv.topology.change.TestingCluster.TERM;
import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import io.buddykv.topology.Goal;
import io.buddykv.topology.MapInvariants;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens in whatever order, each map is sound, and follows soundly from the one before. */
class AnySequenceOfChangesTest {
    private static final int STEPS = 150;
    private static final int RANGES = 16;
    /** Few, so that changes of one range meet each other. */
    private static final int BUSY_RANGES = 4;

    private enum Step {
        REGISTERED,
        REGISTERED_WITH_DATA,
        FAILED_OVER,
        RETURNED,
        LEAVING,
        GOAL_CHANGED,
        PLANNED,
        REVIVED_ALL,
        REVIVED_ONE,
        RESTARTED_EMPTY,
        JOINING_ADDED,
        CAUGHT_UP,
        JOIN_WITHDRAWN,
        COPY_REMOVED,
        HAND_OVER_STARTED,
        HAND_OVER_CANCELLED,
        RELEASED
    }

    private static final Set<Step> ALL_RANGES_AT_ONCE = EnumSet.of(
            Step.REGISTERED,
            Step.REGISTERED_WITH_DATA,
            Step.FAILED_OVER,
            Step.RETURNED,
            Step.LEAVING,
            Step.GOAL_CHANGED,
            Step.PLANNED,
            Step.REVIVED_ALL);

    private static final Set<Step> ONE_RANGE = EnumSet.complementOf(EnumSet.copyOf(ALL_RANGES_AT_ONCE));

    private Random random;
    private ClusterMap map;
    private int lives;

    @Property(tries = 400)
    void keepsTheMapSound(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int slaves,
            @ForAll @IntRange(max = 2) int buddies,
            @ForAll PlacementPolicy policy) {
        run(seed, TestingCluster.cut(slaves, RANGES, buddies, policy));
        assertThat(ClusterMapCodec.decode(ClusterMapCodec.encode(map))).isEqualTo(map);
    }

    @Example
    void leavesNoChangeOut() {
        Set<Step> made = EnumSet.noneOf(Step.class);
        for (int seed = 0; seed < 20; seed++) {
            made.addAll(run(seed, TestingCluster.cut(4, RANGES, 2, PlacementPolicy.SPREAD)));
        }
        assertThat(made).containsExactly(Step.values());
    }

    /** Which kinds of change were made, and not refused or without effect. */
    private Set<Step> run(long seed, ClusterMap first) {
        random = new Random(seed);
        lives = 1;
        map = first;
        assertThat(MapInvariants.check(map)).isEmpty();
        Set<Step> made = EnumSet.noneOf(Step.class);
        for (int i = 0; i < STEPS; i++) {
            step(anyStep(), made);
        }
        return made;
    }

    /** Mostly a change of one range: those of whole slaves undo too much to come often. */
    private Step anyStep() {
        List<Step> steps = List.copyOf(random.nextInt(6) == 0 ? ALL_RANGES_AT_ONCE : ONE_RANGE);
        return steps.get(random.nextInt(steps.size()));
    }

    private void step(Step step, Set<Step> made) {
        ClusterMap before = map;
        int range = random.nextInt(BUSY_RANGES);
        long stale = random.nextInt(8) == 0 ? 1 : 0;
        long epoch = map.range(range).epoch() - stale;
        Answers answers = answers();
        MapChange change = change(step, range, epoch, answers);
        if (stale == 1 && !ALL_RANGES_AT_ONCE.contains(step)) {
            assertThat(change).isEqualTo(new MapChange.Refused(Refusal.STALE_EPOCH));
        }
        map = change.orElse(map);
        if (map != before) {
            made.add(step);
            assertThat(map.version()).isEqualTo(before.version() + 1);
            assertThat(MapInvariants.check(map)).as("%s", step).isEmpty();
            assertThat(MapInvariants.checkStep(before, map)).as("%s", step).isEmpty();
            assertShrinksOnlyToMembersThatAnswered(before, answers, step);
        }
    }

    private MapChange change(Step step, int range, long epoch, Answers answers) {
        Member member = anyMember(map.range(range));
        switch (step) {
            case REGISTERED:
                Member life = TestingCluster.life(member.number(), ++lives);
                return made(Registration.registered(map, TERM, TestingCluster.slave(life), answers));
            case REGISTERED_WITH_DATA:
                Member newest = map.slave(member.number()).member();
                Member sameData = new Member(newest.number(), newest.incarnation() + 1_000_000, newest.dataId());
                return made(Registration.registered(map, TERM, TestingCluster.slave(sameData), answers));
            case FAILED_OVER:
                return made(Failover.failedOver(map, TERM, member, answers));
            case RETURNED:
                return Registration.returnedAlive(map, TERM, member);
            case LEAVING:
                return Registration.leaving(map, TERM, member);
            case GOAL_CHANGED:
                return made(Goals.set(map, TERM, anyGoal()));
            case PLANNED:
                return made(map.goal() == null ? map : Relayout.planned(map, TERM, map.goal()));
            case REVIVED_ALL:
                return made(Failover.revived(map, TERM, answers));
            case REVIVED_ONE:
                return Failover.revived(map, TERM, range, epoch, member);
            case RESTARTED_EMPTY:
                return Birth.restartedEmpty(map, TERM, range, epoch, member, gone -> random.nextBoolean());
            case JOINING_ADDED:
                return CopySet.joiningAdded(map, TERM, range, epoch, member);
            case CAUGHT_UP:
                return CopySet.caughtUp(map, TERM, range, epoch, member);
            case JOIN_WITHDRAWN:
                return CopySet.joinWithdrawn(map, TERM, range, epoch, member, answers);
            case COPY_REMOVED:
                return CopySet.copyRemoved(map, TERM, range, epoch, member, answers);
            case HAND_OVER_STARTED:
                return HandOver.started(map, TERM, range, epoch, member);
            case HAND_OVER_CANCELLED:
                return HandOver.cancelled(map, TERM, range, epoch);
            case RELEASED:
                return HandOver.released(map, TERM, range, epoch);
            default:
                throw new AssertionError(step);
        }
    }

    private Goal anyGoal() {
        PlacementPolicy policy = random.nextBoolean() ? PlacementPolicy.SPREAD : PlacementPolicy.RING;
        Goal goal = Goal.of(1 + random.nextInt(6), random.nextInt(3), policy, Rebalancing.DEFAULT);
        return random.nextBoolean() ? goal : goal.withDrained(random.nextInt(6));
    }

    /** M7. */
    private void assertShrinksOnlyToMembersThatAnswered(ClusterMap before, Answers answers, Step step) {
        if (step == Step.REVIVED_ONE || step == Step.RESTARTED_EMPTY) {
            return;
        }
        for (int range = 0; range < RANGES; range++) {
            RangeEntry now = map.range(range);
            boolean shrunk = now.inSync().size() < before.range(range).inSync().size();
            if (shrunk) {
                assertThat(now.inSync()).as("%s", step).anyMatch(answers::answered);
            }
        }
    }

    private static MapChange made(ClusterMap map) {
        return new MapChange.Made(map);
    }

    /** Mostly somebody who has to do with the range; sometimes a former life, or any slave. */
    private Member anyMember(RangeEntry range) {
        List<Member> members = new ArrayList<>(range.members().toList());
        map.slaves().values().forEach(slave -> members.add(slave.member()));
        return members.get(random.nextInt(members.size()));
    }

    private Answers answers() {
        long answered = random.nextLong() | random.nextLong();
        long sequences = random.nextLong();
        return new Answers() {
            @Override
            public boolean answered(Member member) {
                return (answered >>> member.number() & 1) == 1;
            }

            @Override
            public long sequence(Member member, int range) {
                return (sequences >>> (member.number() * 3 + range) & 3) - 1;
            }
        };
    }
}
