package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.change.Answers;
import io.buddykv.topology.change.Birth;
import io.buddykv.topology.change.CopySet;
import io.buddykv.topology.change.Failover;
import io.buddykv.topology.change.Goals;
import io.buddykv.topology.change.HandOver;
import io.buddykv.topology.change.MapChange;
import io.buddykv.topology.change.Relayout;
import io.buddykv.topology.placement.Roster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the master itself wants of a map: one step towards every range served by its home and copied by the slaves that
 * are planned for it. A function of the map, the settings and the sightings; each step is small enough to be undone by the
 * next failure.
 *
 * <p>In this order: numbers that have become free are forgotten, homes and buddies are planned anew when the goal or the
 * slaves have changed, lost copies are stripped, ranges that are gone for good begin again, hand-overs that take too long are
 * cancelled, missing copies join, copies that are too many are dropped, ranges are handed over.
 */
final class RangePlanner {
    private final MasterSettings settings;
    private final Sightings sightings;
    private final long term;
    private final List<MapStep> steps = new ArrayList<>();
    private final Set<Member> unheard = new LinkedHashSet<>();
    private final Set<Integer> cancelledNow = new HashSet<>();
    private final Answers answers;
    private final Goal goal;
    private ClusterMap map;
    private CopyPlan copies;
    private int movesUnderWay;
    private boolean mayMove;
    private boolean waitedFor;

    /**
     * @param steps what was done
     * @param lostRanges how many ranges begin again empty
     * @param unheard primaries that must be heard again before more can be done
     * @param waitedFor whether somebody waits for that: it is not only about copies that are too many
     * @param settled every range is as it should be: nothing more to do before the map changes
     */
    record Plan(
            ClusterMap map,
            List<MapStep> steps,
            int lostRanges,
            Set<Member> unheard,
            boolean waitedFor,
            boolean settled) {}

    private RangePlanner(ClusterMap map, long term, MasterSettings settings, Sightings sightings) {
        this.map = map;
        this.term = term;
        this.settings = settings;
        this.sightings = sightings;
        this.answers = Answers.by(sightings::justAnswered);
        this.goal = settings.goalOf(map);
    }

    static Plan plan(ClusterMap map, long term, MasterSettings settings, Sightings sightings) {
        return new RangePlanner(map, term, settings, sightings).plan();
    }

    private Plan plan() {
        long lossesBefore = map.dataLosses();
        if (!map.isCut()) {
            cut();
        } else {
            forgetRetired();
            layOut();
            copies = CopyPlan.of(map, goal);
            stripLost();
            restartEmpty();
            cancelLongHandOvers();
            joinMissing();
            dropLeaving();
            waitedFor = !unheard.isEmpty();
            dropExtras();
            handOver();
        }
        return new Plan(map, steps, (int) (map.dataLosses() - lossesBefore), unheard, waitedFor, isSettled());
    }

    private boolean isSettled() {
        if (copies == null || !unheard.isEmpty()) {
            return false;
        }
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            if (entry.state() != RangeState.SERVING
                    || entry.redirected()
                    || !entry.joining().isEmpty()
                    || entry.inSync().size() != copies.planned(range).size()
                    || !holdsAllPlanned(range)) {
                return false;
            }
        }
        return true;
    }

    private void cut() {
        int up = Roster.of(map).placed().size();
        boolean waited = sightings.bootNanos() >= settings.safeBootNanos();
        if (up >= goal.slaves() || (up > 0 && waited)) {
            map = Birth.firstCut(map, term, settings.keyRanges(), goal);
            steps.add(new MapStep(Reason.FIRST_CUT, settings.keyRanges() + " ranges over " + up + " slaves"));
        }
    }

    private void forgetRetired() {
        ClusterMap before = map;
        map = Goals.retiredForgotten(map, term);
        if (map != before) {
            Set<Integer> freed = new TreeSet<>(before.slaves().keySet());
            freed.removeAll(map.slaves().keySet());
            steps.add(new MapStep(Reason.NUMBER_FREED, "slaves " + freed));
        }
    }

    private void layOut() {
        ClusterMap before = map;
        map = Relayout.planned(map, term, goal);
        if (map != before) {
            steps.add(new MapStep(Reason.HOMES_CHANGED, map.plan().moves() + " moves"));
        }
    }

    /** What stayed in a set because its primary had not answered when the copy was lost (M7). */
    private void stripLost() {
        Set<Member> lost = new LinkedHashSet<>();
        for (RangeEntry range : map.ranges()) {
            for (Member member : range.inSync()) {
                if (!range.isDown() && !lives(member)) {
                    if (sightings.justAnswered(range.primary())) {
                        lost.add(member);
                    } else {
                        unheard.add(range.primary());
                    }
                }
            }
        }
        for (Member member : lost) {
            map = Failover.failedOver(map, term, member, answers);
            steps.add(new MapStep(Reason.STRIPPED, "slave " + member));
        }
    }

    private void restartEmpty() {
        if (settings.durable()) {
            return;
        }
        int restarted = 0;
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            List<Integer> candidates = copies.substitutes(range);
            if (entry.isDown()
                    && !candidates.isEmpty()
                    && entry.inSync().stream().allMatch(this::gone)) {
                Member primary = map.slave(candidates.get(0)).member();
                restarted +=
                        made(Birth.restartedEmpty(map, term, range, entry.epoch(), primary, sightings::provenGone));
            }
        }
        note(Reason.RESTARTED_EMPTY, restarted);
    }

    private boolean gone(Member member) {
        return !map.isCurrent(member) || sightings.provenGone(member);
    }

    private void cancelLongHandOvers() {
        int cancelled = 0;
        for (int range = 0; range < map.ranges().size(); range++) {
            if (map.range(range).isHandingOver() && sightings.handOverNanos(range) >= MasterSettings.HAND_OVER_NANOS) {
                cancelled += made(
                        HandOver.cancelled(map, term, range, map.range(range).epoch()));
                cancelledNow.add(range);
            }
        }
        note(Reason.HAND_OVER_CANCELLED, cancelled);
    }

    private void joinMissing() {
        int joined = 0;
        movesUnderWay = 0;
        for (RangeEntry entry : map.ranges()) {
            movesUnderWay += isEndangered(entry) ? 0 : entry.joining().size();
        }
        int most = goal.rebalancing().maxParallelMoves();
        mayMove = movesUnderWay == 0 || isGroup(most - movesUnderWay, most, sightings.joinedAgoNanos());
        for (int range : primariesInTurn()) {
            if (!map.range(range).isDown()) {
                for (int number : copies.planned(range)) {
                    joined += join(range, number);
                }
                joined += joinSubstitutes(range);
            }
        }
        note(Reason.JOIN_STARTED, joined);
    }

    /** All ranges, such that every part of the list has as many of each primary as of the others: all fill at once. */
    private int[] primariesInTurn() {
        Map<Member, Integer> ofPrimary = new HashMap<>();
        int[] turns = new int[map.ranges().size()];
        Integer[] ranges = new Integer[turns.length];
        for (int range = 0; range < turns.length; range++) {
            turns[range] = ofPrimary.merge(map.range(range).primary(), 1, Integer::sum);
            ranges[range] = range;
        }
        Arrays.sort(ranges, Comparator.comparingInt(range -> turns[range]));
        return Arrays.stream(ranges).mapToInt(Integer::intValue).toArray();
    }

    /** The next slave that dies may take the range with it: its copies are not held back by the bound of moves. */
    private boolean isEndangered(RangeEntry entry) {
        return copies.wantedNow() > 1
                && entry.inSync().stream().filter(this::isUp).count() < 2;
    }

    private int joinSubstitutes(int range) {
        if (sightings.shortNanos(range) < settings.recopyNanos() && !isStranded(map.range(range))) {
            return 0;
        }
        int joined = 0;
        for (int number : copies.substitutesThenOthers(range)) {
            if (livingCopies(map.range(range)) >= copies.wantedNow()) {
                break;
            }
            joined += join(range, number);
        }
        return joined;
    }

    /** Its primary is leaving, and nobody who stays holds it: without a new copy it cannot be handed over. */
    private boolean isStranded(RangeEntry entry) {
        return isLeaving(entry.primary()) && entry.inSync().stream().noneMatch(this::isUp);
    }

    private int join(int range, int number) {
        RangeEntry entry = map.range(range);
        SlaveEntry slave = map.slave(number);
        if (!slave.isUp() || entry.names(number) || !sightings.mayJoin(range, number)) {
            return 0;
        }
        boolean endangered = isEndangered(entry);
        if (!endangered && (!mayMove || movesUnderWay >= goal.rebalancing().maxParallelMoves())) {
            return 0;
        }
        movesUnderWay += endangered ? 0 : 1;
        return made(CopySet.joiningAdded(map, term, range, entry.epoch(), slave.member()));
    }

    /** A slave that is leaving need not be waited for any longer, once somebody who stays holds the range. */
    private void dropLeaving() {
        int dropped = 0;
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            if (!entry.isDown() && isUp(entry.primary())) {
                for (Member member : entry.inSync()) {
                    dropped += isLeaving(member) ? drop(range, member) : 0;
                }
            }
        }
        note(Reason.COPY_DROPPED, dropped);
    }

    private void dropExtras() {
        int dropped = 0;
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            if (entry.inSync().size() + entry.joining().size()
                            <= copies.planned(range).size()
                    || entry.isDown()
                    || entry.isHandingOver()
                    || entry.redirected()
                    || !holdsAllPlanned(range)) {
                continue;
            }
            dropped += dropUnplanned(range, entry.inSync()) + dropUnplanned(range, entry.joining());
        }
        note(Reason.COPY_DROPPED, dropped);
    }

    private int dropUnplanned(int range, List<Member> members) {
        int dropped = 0;
        for (Member member : members) {
            dropped += copies.planned(range).contains(member.number()) ? 0 : drop(range, member);
        }
        return dropped;
    }

    private boolean holdsAllPlanned(int range) {
        for (int number : copies.planned(range)) {
            SlaveEntry slave = map.slave(number);
            if (!slave.isUp() || !map.range(range).isInSync(slave.member())) {
                return false;
            }
        }
        return true;
    }

    private int drop(int range, Member member) {
        RangeEntry entry = map.range(range);
        if (entry.isPrimary(member)) {
            return 0;
        }
        if (!sightings.justAnswered(entry.primary())) {
            unheard.add(entry.primary());
            return 0;
        }
        return made(CopySet.copyRemoved(map, term, range, entry.epoch(), member, answers));
    }

    private void handOver() {
        int underWay =
                (int) map.ranges().stream().filter(RangeEntry::isHandingOver).count();
        List<Integer> fromLeaving = toHandOver(true);
        int started = handOver(fromLeaving, MasterSettings.HAND_OVERS_AT_ONCE - underWay);
        int most =
                Math.min(MasterSettings.HAND_OVERS_AT_ONCE, goal.rebalancing().maxParallelMoves());
        List<Integer> others = toHandOver(false);
        int room = most - underWay - started;
        boolean moreToCome =
                map.ranges().stream().anyMatch(entry -> !entry.joining().isEmpty() || entry.isHandingOver());
        if (!moreToCome || isGroup(Math.min(room, others.size()), most, sightings.handedOverAgoNanos())) {
            started += handOver(others, room);
        }
        note(Reason.HAND_OVER_STARTED, started);
    }

    /** Whether so many moves may begin now, others having begun so long ago. */
    private static boolean isGroup(int moves, int most, long agoNanos) {
        return 2 * moves >= most || agoNanos >= MasterSettings.GROUP_NANOS;
    }

    private List<Integer> toHandOver(boolean fromLeaving) {
        List<Integer> ranges = new ArrayList<>();
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            if (!entry.isDown()
                    && !entry.isHandingOver()
                    && isLeaving(entry.primary()) == fromLeaving
                    && !cancelledNow.contains(range)
                    && sightings.mayHandOver(range)
                    && target(range, entry) != null) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    private int handOver(List<Integer> ranges, int most) {
        int started = 0;
        for (int range : ranges.subList(0, Math.max(0, Math.min(most, ranges.size())))) {
            RangeEntry entry = map.range(range);
            started += made(HandOver.started(map, term, range, entry.epoch(), target(range, entry)));
        }
        return started;
    }

    /** Who should take the range over; null where it is well where it is, or nobody could. */
    private Member target(int range, RangeEntry entry) {
        Member home =
                map.slave(entry.home()) == null ? null : map.slave(entry.home()).member();
        if (home != null && isUp(home) && entry.isInSync(home)) {
            return entry.isPrimary(home) ? null : home;
        }
        if (!isLeaving(entry.primary())) {
            return null;
        }
        for (int number : copies.substitutesThenOthers(range)) {
            Member member = map.slave(number).member();
            if (entry.isInSync(member) && !entry.isPrimary(member)) {
                return member;
            }
        }
        return null;
    }

    private int made(MapChange change) {
        map = change.orElse(map);
        return change.isMade() ? 1 : 0;
    }

    private void note(Reason reason, int ranges) {
        if (ranges > 0) {
            steps.add(new MapStep(reason, ranges + (ranges == 1 ? " range" : " ranges")));
        }
    }

    /** Copies on slaves that are up, those that are catching up too. */
    private int livingCopies(RangeEntry entry) {
        int living = 0;
        for (Member member : entry.inSync()) {
            living += isUp(member) ? 1 : 0;
        }
        for (Member member : entry.joining()) {
            living += isUp(member) ? 1 : 0;
        }
        return living;
    }

    private boolean isUp(Member member) {
        return map.isCurrent(member) && map.slave(member.number()).isUp();
    }

    private boolean isLeaving(Member member) {
        return map.isCurrent(member) && map.slave(member.number()).state() == SlaveState.LEAVING;
    }

    private boolean lives(Member member) {
        return map.isCurrent(member) && map.slave(member.number()).state() != SlaveState.DOWN;
    }
}
