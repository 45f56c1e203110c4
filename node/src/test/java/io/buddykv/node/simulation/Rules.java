package io.buddykv.node.simulation;

import static io.buddykv.node.simulation.Scenario.ALL_LOSE_POWER;
import static io.buddykv.node.simulation.Scenario.BREAK_BEHIND_A_CUT;
import static io.buddykv.node.simulation.Scenario.CUT_OFF_FROM_MASTERS;
import static io.buddykv.node.simulation.Scenario.DEATH;
import static io.buddykv.node.simulation.Scenario.DEATH_BEHIND_A_CUT;
import static io.buddykv.node.simulation.Scenario.EVERYTHING;
import static io.buddykv.node.simulation.Scenario.FAILOVER;
import static io.buddykv.node.simulation.Scenario.HAND_OVERS;
import static io.buddykv.node.simulation.Scenario.LATE_ACKNOWLEDGEMENTS;
import static io.buddykv.node.simulation.Scenario.LATE_CALLS;
import static io.buddykv.node.simulation.Scenario.LATE_RECORDS;
import static io.buddykv.node.simulation.Scenario.MASTERS;
import static io.buddykv.node.simulation.Scenario.PLANNED;
import static io.buddykv.node.simulation.Scenario.RESPAWN;
import static io.buddykv.node.simulation.Scenario.SECOND_BIRTH;
import static io.buddykv.node.simulation.Scenario.SILENCE;
import static io.buddykv.node.simulation.Scenario.SLEEP;
import static io.buddykv.node.simulation.Scenario.SOLE_HOLDER_FREEZES;
import static io.buddykv.node.simulation.Scenario.SUCCESSOR_ENDS;
import static io.buddykv.node.simulation.Scenario.TWO_FREEZE;

import java.util.ArrayList;
import java.util.List;

/** The rules, each with what it takes to see that it is needed. */
final class Rules {
    private static final String REPLICATION = "node/src/main/java/io/buddykv/node/replication/";
    private static final String LOG = "node/src/main/java/io/buddykv/node/log/";
    private static final String MASTER = "node/src/main/java/io/buddykv/node/master/";
    private static final String SLAVE = "node/src/main/java/io/buddykv/node/slave/";
    private static final String STORE = "node/src/main/java/io/buddykv/node/store/";
    private static final String TOPOLOGY = "topology/src/main/java/io/buddykv/topology/";
    private static final String CHANGE = TOPOLOGY + "change/";
    private static final String SET_OF_THE_CONFIRMED_MAP =
            "after.isDown() && !before.isDown() && after.bornEpoch() == before.bornEpoch()";
    private static final int FEW = 40;
    private static final int MANY = 400;

    private final List<Rule> rules = new ArrayList<>();

    private Rules() {}

    static List<Rule> all() {
        Rules all = new Rules();
        all.maps();
        all.writing();
        all.reading();
        all.failingOver();
        all.joining();
        all.handingOver();
        all.storing();
        return all.rules;
    }

    /** What an implementation could easily get wrong. */
    static List<Rule> plantedBugs() {
        Rules planted = new Rules();
        planted.rule(
                "an answer leaves before the buddy's acknowledgement",
                simulated(DEATH_BEHIND_A_CUT, FEW),
                edit(REPLICATION + "AckWaits.java", "if (current.isEmpty()) {", "if (true) {"));
        planted.rule(
                "a promoted copy serves at once",
                simulated(CUT_OFF_FROM_MASTERS, FEW),
                edit(REPLICATION + "RangeReplica.java", "newest.released() ? now : promisedUntil(now)", "now"));
        planted.rule(
                "a slave that comes back empty counts as in sync",
                simulated(RESPAWN, FEW),
                edit(MASTER + "Registrations.java", "entered(verdict.applyTo(map, term), term,", "entered(map, term,"),
                edit(
                        CHANGE + "Stripping.java",
                        "boolean mayShrink = answers.answered(entry.primary());",
                        "boolean mayShrink = false;"),
                edit(
                        CHANGE + "Registration.java",
                        "        stripping.applyTo(edit);\n        return edit.done();",
                        """
                                for (int range = 0; range < edit.rangeCount(); range++) {
                                    RangeEntry old = edit.range(range);
                                    edit.range(range, entry -> {
                                        entry.keepInSync(old.inSync().stream()
                                                .map(member -> member.number() == slave.number() ? slave.member() : member)
                                                .toList());
                                        if (old.primary() != null && old.primary().number() == slave.number()) {
                                            entry.promote(slave.member());
                                        }
                                    });
                                }
                                return edit.done();\
                        """));
        return planted.rules;
    }

    private void rule(String name, Scenario scenario, int seeds, String source, String original, String replacement) {
        rule(name, new Rule.Proof.Simulated(scenario, seeds), edit(source, original, replacement));
    }

    private void rule(String name, Rule.Proof proof, TakenOut.Edit... edits) {
        rules.add(new Rule(name, proof, List.of(edits)));
    }

    private static TakenOut.Edit edit(String source, String original, String replacement) {
        return new TakenOut.Edit(source, original, replacement);
    }

    private static Rule.Proof tested(String testClass, String method) {
        return new Rule.Proof.Tested("io.buddykv.node." + testClass, method);
    }

    private static Rule.Proof simulated(Scenario scenario, int seeds) {
        return new Rule.Proof.Simulated(scenario, seeds);
    }

    private void maps() {
        rule(
                "M1: a role is a life's, not a number's",
                tested("master.MasterFailuresTest", "newerLifeThatAnswersProvesTheFormerDead"),
                edit(
                        TOPOLOGY + "Member.java",
                        "    @Override\n    public String toString()",
                        """
                            @Override
                            public boolean equals(Object other) {
                                return other instanceof Member member && member.number == number;
                            }

                            @Override
                            public int hashCode() {
                                return number;
                            }

                            @Override
                            public String toString()\
                        """));
        rule(
                "M2: the epoch rises with each withdrawn add",
                EVERYTHING,
                MANY,
                CHANGE + "RangeEdit.java",
                " || joinWithdrawn()",
                "");
        rule(
                "M2: the epoch rises with each change of the in-sync set",
                DEATH,
                FEW,
                CHANGE + "RangeEdit.java",
                " || !sameSet(inSync, before.inSync())",
                "");
        rule(
                "M2: the epoch rises with each cancelled hand-over",
                tested("master.MasterReportsTest", "handOverThatTakesTooLongIsCancelledAndTriedAgainLater"),
                edit(CHANGE + "RangeEdit.java", " || handOverCancelled();", ";"));
        rule(
                "M3: what was decided in another epoch is refused",
                tested("master.MasterReportsTest", "removalInAnotherEpochIsRefused"),
                edit(CHANGE + "RangeRequest.java", "entry.epoch() == epoch ? null : Refusal.STALE_EPOCH", "null"));
        rule(
                "M4: a slave refuses an older map",
                simulated(LATE_CALLS, MANY),
                edit(
                        SLAVE + "SlaveAgent.java",
                        "state == State.CLOSED || !newer.isNewerThan(map)",
                        "state == State.CLOSED"),
                edit(SLAVE + "SlaveAgent.java", " && newer.isNewerThan(ranges.map())", ""),
                edit(SLAVE + "SlaveAgent.java", "if (known != null && known.isNewerThan(pushed)) {", "if (false) {"));
        rule(
                "M4: only a confirmed map is pushed",
                MASTERS,
                FEW,
                MASTER + "MapLedger.java",
                "        writing = draft;\n",
                "        writing = draft;\n        listener.confirmed(confirmed, draft.map(), draft.steps());\n");
        rule(
                "M5: a new master asks the slaves before it writes",
                tested(
                        "master.MasterTakeOverTest",
                        "emptyMembershipServiceIsFilledFromTheSlavesRecordsWhateverTheirTerm"),
                edit(MASTER + "Survey.java", "map != null && map.isNewerThan(newest)", "false"));
        rule(
                "M5: a new master writes its term before anything else",
                tested("master.MasterTakeOverTest", "termIsWrittenBeforeAnythingElse"),
                edit(MASTER + "TakeOver.java", "withGoal(claim.map().claimed(term))", "withGoal(claim.map())"));
        rule(
                "M6: a cluster is born once",
                SECOND_BIRTH,
                FEW,
                MASTER + "TakeOverDecision.java",
                "if (clusterId != null) {",
                "if (false) {");
        rule(
                "M7: an in-sync set shrinks only to members that have just answered",
                simulated(TWO_FREEZE, FEW),
                edit(
                        CHANGE + "Stripping.java",
                        "boolean mayShrink = answers.answered(entry.primary());",
                        "boolean mayShrink = true;"),
                edit(TOPOLOGY + "ClusterMap.java", SET_OF_THE_CONFIRMED_MAP, "false"));
        rule(
                "M7: what is down keeps the in-sync set last known",
                simulated(TWO_FREEZE, FEW),
                edit(
                        CHANGE + "RangeEdit.java",
                        "        primary = null;\n        target = null;\n        joining.clear();",
                        "        keepInSync(List.of(primary));\n        primary = null;\n        target = null;\n        joining.clear();"),
                edit(TOPOLOGY + "ClusterMap.java", SET_OF_THE_CONFIRMED_MAP, "false"));
    }

    private void writing() {
        rule(
                "R1: a record of many frames is applied whole",
                tested("replication.ReplicationTest", "aRecordOfManyFramesArrivesWhole"),
                edit(
                        REPLICATION + "SinkLink.java",
                        "collected.write(frame.bytes(), frame.offset(), frame.remaining());",
                        ""));
        rule(
                "R2: an answer waits for every in-sync copy",
                DEATH,
                FEW,
                REPLICATION + "CopySet.java",
                """
                            if (copy.isRequired()) {
                                waits.barrier().require(copy, sequence);
                            }
                """,
                "");
        rule(
                "R2: an answer waits for what it has read",
                DEATH_BEHIND_A_CUT,
                FEW,
                REPLICATION + "CopySet.java",
                "if (copy.isRequired() && copy.acknowledged() < sequence) {\n                waits.barrier()",
                "if (false) {\n                waits.barrier()");
        rule(
                "R3: a copy refuses records of older tenures",
                simulated(CUT_OFF_FROM_MASTERS, FEW),
                edit(
                        REPLICATION + "RangeReplica.java",
                        "        if (since < learned()) {\n            return Applied.STALE;",
                        "        if (false) {\n            return Applied.STALE;"),
                edit(
                        REPLICATION + "RangeReplica.java",
                        "        learned = since;\n        refuseStream(primary);",
                        "        learned = since;"),
                edit(REPLICATION + "RangeReplica.java", "        stream.end(null, now);\n", ""));
        rule(
                "R3: nothing that follows a refusal acknowledges what was refused",
                simulated(CUT_OFF_FROM_MASTERS, MANY),
                edit(
                        REPLICATION + "SourceLink.java",
                        "copy.fate() != CopyProgress.Fate.REQUIRED || copy.link() != this || !copy.isOfStream(position)",
                        "false"),
                edit(REPLICATION + "SourceLink.java", "            frozen = true;\n", ""));
        rule(
                "R4: a primary does not drop a copy by itself",
                BREAK_BEHIND_A_CUT,
                FEW,
                REPLICATION + "CopySet.java",
                "                copy.apart();\n",
                "                copy.apart();\n                copy.end(CopyProgress.Fate.RELEASED);\n");
        rule(
                "R5: what a copy could not take is refused",
                tested("replication.ReplicationTest", "whatACopyCouldNotTakeIsRefusedBeforeItIsApplied"),
                edit(REPLICATION + "CopySet.java", "fullness != Fullness.NONE", "false"));
    }

    private void reading() {
        rule(
                "R6: a primary answers only while promises hold",
                SILENCE,
                FEW,
                REPLICATION + "RangeReplica.java",
                "!copies.promisesHold(nanos)",
                "false");
        rule(
                "R6: a promoted copy waits its promise out",
                SILENCE,
                FEW,
                REPLICATION + "RangeReplica.java",
                "newest.released() ? now : promisedUntil(now)",
                "now");
        rule(
                "R6: a release cancels the promise",
                simulated(PLANNED, FEW),
                edit(
                        REPLICATION + "RangeReplica.java",
                        "newest.released() ? now : promisedUntil(now)",
                        "stream.promisedUntil(now)"));
        rule(
                "R6: a promise counts from when what was acknowledged was sent",
                LATE_ACKNOWLEDGEMENTS,
                FEW,
                REPLICATION + "SourceLink.java",
                "leaseUntilNanos = sendLog.latestAcknowledgedNanos() +",
                "leaseUntilNanos = context.nanos() +");
        rule(
                "R6: clocks that jump apart void every lease",
                SLEEP,
                FEW,
                REPLICATION + "RangeReplica.java",
                "context.clocksAgree(nanos) ? Admission.SERVE : Admission.HOLD",
                "Admission.SERVE");
        rule(
                "R7: nobody is told that a key has expired before a record says so",
                HAND_OVERS,
                MANY,
                STORE + "Keyspace.java",
                "            remove(key, offset, length);\n            return NONE;",
                "            return NONE;");
        rule(
                "R8: a copy does not answer",
                EVERYTHING,
                FEW,
                REPLICATION + "RangeReplica.java",
                "        if (role != Role.PRIMARY) {\n            if (releasedTo",
                "        if (role == Role.COPY && access == Access.READ && complete) {\n            return Admission.SERVE;\n        }\n        if (role != Role.PRIMARY) {\n            if (releasedTo");
    }

    private void failingOver() {
        rule(
                "R9: who is not heard is suspected at once",
                FAILOVER,
                FEW,
                SLAVE + "SlaveAgent.java",
                "masters.of(activeMaster).suspect(new Suspicion(ranges.self(), suspect, reason));",
                "");
        rule(
                "R10: what another copy lacks is unacknowledged",
                tested("replication.ReplicationTest", "aPromotedCopyCountsWhatAnotherOneLacksAsUnacknowledged"),
                edit(
                        REPLICATION + "JoinFeed.java",
                        "copy.streamingFrom(sequence);",
                        "copy.streamingFrom(range.sequence());"));
        rule(
                "R10: of two buddies the one that holds most is promoted",
                tested(
                        "master.MasterFailuresTest",
                        "ofTwoBuddiesTheOneWithTheHighestSequenceIsPromotedAfterBothWereFenced"),
                edit(
                        CHANGE + "Promotion.java",
                        "Comparator.comparingLong((Member member) -> answers.sequence(member, range))",
                        "Comparator.comparingLong((Member member) -> -answers.sequence(member, range))"));
        rule(
                "R11: nothing but an in-sync copy is promoted",
                simulated(SOLE_HOLDER_FREEZES, FEW),
                edit(
                        CHANGE + "Stripping.java",
                        "entry.inSync().stream().filter(Predicate.not(gone)).toList();",
                        "java.util.stream.Stream.concat(entry.inSync().stream(), entry.joining().stream()).filter(Predicate.not(gone)).toList();"),
                edit(CHANGE + "Promotion.java", ".filter(member -> answers.sequence(member, range) >= 0)", ""));
        rule(
                "R11: a range begins again empty only when all who held it are proven gone",
                EVERYTHING,
                MANY,
                MASTER + "Observations.java",
                "return age(downSince.get(member)) >= settings.provenGoneNanos() && downSince.containsKey(member);",
                "return downSince.containsKey(member);");
        rule(
                "R12: a range short of copies gets a new one",
                DEATH,
                FEW,
                MASTER + "RangePlanner.java",
                "            joinMissing();\n",
                "");
    }

    private void joining() {
        rule(
                "R13: a copy that is being filled is incomplete",
                DEATH,
                MANY,
                REPLICATION + "RangeReplica.java",
                "        complete = false;\n        table.reset();",
                "        complete = true;\n        table.reset();");
        rule(
                "R13: filling starts from nothing",
                SILENCE,
                MANY,
                REPLICATION + "RangeReplica.java",
                "        complete = false;\n        table.reset();",
                "        complete = false;");
        rule(
                "R14: a joining copy's acknowledgements are required before it is added",
                EVERYTHING,
                MANY,
                REPLICATION + "CopyProgress.java",
                "return mayBeInSync() || phase == Phase.FILLED;",
                "return inSync;");
        rule(
                "R14: a copy that may have been added is required until a map says otherwise",
                simulated(SOLE_HOLDER_FREEZES, FEW),
                edit(REPLICATION + "CopyProgress.java", "return inSync || askedEpoch != 0;", "return inSync;"));
        rule(
                "R14: a copy is added when it has acknowledged everything",
                EVERYTHING,
                MANY,
                REPLICATION + "JoinFeed.java",
                "        copy.filled(range.sequence());\n",
                "        copy.filled(range.sequence());\n        context.events().caughtUp(range.index(), range.epoch(), copy.member);\n");
        rule(
                "R14: a copy forgets a range only when a later epoch than its source's takes it out",
                tested("replication.ReplicationTest", "aMapThatComesLateMakesNoCopyForget"),
                edit(REPLICATION + "RangeReplica.java", "return newest.epoch() <= listed\n", "return false\n"));
        rule(
                "R14: a copy is not added before it has heard of the epoch in which that is asked for",
                tested(
                        "replication.ReplicationTest",
                        "aCopyThatWasTakenOutBehindItsSourcesBackIsFilledAgainBeforeItCounts"),
                edit(
                        REPLICATION + "CopyProgress.java",
                        "return !inSync && isFollowing() && listedEpoch != epoch;",
                        "return false;"));
        rule(
                "R15: only a prefix is continued",
                tested("replication.ReplicationTest", "aDivergedTailIsDiscarded"),
                edit(
                        REPLICATION + "JoinFeed.java",
                        "return range.history().hasPrefix(tenure, sequence, range.sequence())\n                && (",
                        "return ("));
    }

    private void handingOver() {
        Rule.Proof handedOver =
                tested("replication.ReplicationTest", "theTargetSucceedsWithTheReleaseBeforeAnyMapSaysSo");
        rule(
                "R16: from its release on the primary answers nothing",
                handedOver,
                edit(REPLICATION + "RangeReplica.java", "if (released || nanos", "if (nanos"));
        rule(
                "R16: a target succeeds to what was released to it only",
                handedOver,
                edit(
                        REPLICATION + "RangeReplica.java",
                        "boolean took = releasedTo == entry.epoch() && complete",
                        "boolean took = complete"));
        rule(
                "R16: no other change begins the epoch in which the target succeeds",
                EVERYTHING,
                MANY,
                CHANGE + "RangeEdit.java",
                "return releasedNow ? before.epoch() + 1 : before.nextEpoch();",
                "return before.epoch() + 1;");
        rule(
                "R16: whoever serves on after a hand-over takes over anew",
                EVERYTHING,
                MANY,
                CHANGE + "RangeEdit.java",
                "boolean tookOver = primaryChanged || overtaken;",
                "boolean tookOver = primaryChanged;");
        rule(
                "R16: the primary drains before its release",
                LATE_RECORDS,
                FEW,
                REPLICATION + "RangeReplica.java",
                "copies.allAcknowledged(sequence) && copies.hasProven(entry.target())",
                "true");
        rule(
                "R16: a primary that waits out a promise gives no release",
                SUCCESSOR_ENDS,
                FEW,
                REPLICATION + "RangeReplica.java",
                " || role != Role.PRIMARY || context.nanos() - servesFromNanos < 0) {",
                " || role != Role.PRIMARY) {");
        rule(
                "R17: a slave that is told to end hands everything over first",
                simulated(PLANNED, FEW),
                edit(
                        SLAVE + "SlaveAgent.java",
                        "                become(State.LEAVING, \"told to end\");\n                sendLeaving();\n                finishLeaving();",
                        "                left.complete(null);"));
        rule(
                "R17: a terminating slave is no target",
                PLANNED,
                FEW,
                MASTER + "RangePlanner.java",
                "        return map.isCurrent(member) && map.slave(member.number()).isUp();",
                "        return map.isCurrent(member);");
    }

    /** What only counts where slaves keep their data on disk. */
    private void storing() {
        Rule.Proof bothLogs = tested("replication.StoredReplicationTest", "anAnswerLeavesWhenBothLogsHaveConfirmed");
        rule(
                "R2: an answer waits for the primary's own log",
                bothLogs,
                edit(REPLICATION + "AckBarrier.java", "return logPosition <= journal.confirmed();", "return true;"));
        rule(
                "R2: a copy acknowledges what its log has confirmed",
                bothLogs,
                edit(
                        REPLICATION + "SinkLink.java",
                        "unlogged.isEmpty() && position <= journal.confirmed()",
                        "unlogged.isEmpty()"));
        rule(
                "R2: a read of what is in no log yet waits",
                tested("replication.StoredReplicationTest", "aReadOfWhatIsInNoLogYetWaitsAndOthersDoNot"),
                edit(REPLICATION + "RangeReplica.java", "observed > loggedSequence", "false"));
        rule(
                "D3: with fsync always an answer waits for the fsync",
                new Rule.Proof.Simulated(ALL_LOSE_POWER, FEW),
                edit(
                        LOG + "SlaveLog.java",
                        "return settings.fsync() == Fsync.ALWAYS ? durable : written;",
                        "return written;"),
                edit(
                        LOG + "SlaveLog.java",
                        "        if (settings.fsync() == Fsync.ALWAYS) {\n            sync();\n        }\n",
                        ""));
        rule(
                "D2: a log that has ended keeps no range from being handed over",
                tested("replication.StoredReplicationTest", "aSlaveWhoseLogHasEndedHandsOverWhatItsBuddyHas"),
                edit(REPLICATION + "RangeReplica.java", " || journal.hasEnded()", ""));
        rule(
                "R5: what a copy's disk could not take is refused",
                tested("replication.StoredReplicationTest", "whatACopyCannotStoreIsRefusedBeforeItIsApplied"),
                edit(REPLICATION + "RangeSet.java", "return Fullness.DISK;", "return Fullness.NONE;"));
        rule(
                "R11: where data is kept, nothing begins again empty",
                tested("master.MasterDurabilityTest", "aSlaveWithAnEmptiedDirectoryIsNeverASource"),
                edit(MASTER + "RangePlanner.java", "if (settings.durable()) {", "if (false) {"));
        rule(
                "R11: a copy that may have lost something waits for the others",
                tested("master.MasterDurabilityTest", "aDoubtfulCopyWaitsForTheOthersButNotForEver"),
                edit(MASTER + "Revival.java", "round.isDoubtful(member)", "false"));
        rule(
                "M5: where data is kept, a lost map is rebuilt when all have reported",
                tested("master.MasterDurabilityTest", "itIsNotRebuiltWhileOneIsMissing"),
                edit(MASTER + "TakeOverDecision.java", "settings.acceptPartial() && majority", "majority"));
        rule(
                "D2: what cannot be written down is refused",
                tested("replication.StoredReplicationTest", "aSlaveThatCanWriteNothingRefusesDeletionsToo"),
                edit(STORE + "Keyspace.java", "writeRefusal != null && !changed", "false"));
    }
}
