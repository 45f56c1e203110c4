package io.buddykv.node.simulation;

import static io.buddykv.node.simulation.Scenario.*;

import java.util.ArrayList;
import java.util.List;

/** The rules, each with what it takes to see that it is needed. */
final class Rules {
    private static final String REPLICATION = "node/src/main/java/io/buddykv/node/replication/";
    private static final String MASTER = "node/src/main/java/io/buddykv/node/master/";
    private static final String SLAVE = "node/src/main/java/io/buddykv/node/slave/";
    private static final String STORE = "node/src/main/java/io/buddykv/node/store/";
    private static final String CHANGE = "topology/src/main/java/io/buddykv/topology/change/";
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
        return all.rules;
    }

    private void rule(String name, Scenario scenario, int seeds, String source, String original, String replacement) {
        rules.add(new Rule(name, scenario, seeds, source, original, replacement));
    }

    private void maps() {
        rule(
                "M1: a role is a life's, not a number's",
                DEATH,
                MANY,
                "topology/src/main/java/io/buddykv/topology/Member.java",
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
                """);
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
                "M3: what was decided in another epoch is refused",
                EVERYTHING,
                MANY,
                CHANGE + "RangeRequest.java",
                "entry.epoch() == epoch ? null : Refusal.STALE_EPOCH",
                "null");
        rule(
                "M4: a slave refuses an older map",
                EVERYTHING,
                FEW,
                SLAVE + "SlaveAgent.java",
                "state == State.CLOSED || !newer.isNewerThan(map)",
                "state == State.CLOSED");
        rule(
                "M4: only a confirmed map is pushed",
                MASTERS,
                FEW,
                MASTER + "MapLedger.java",
                "        writing = draft;\n",
                "        writing = draft;\n        listener.confirmed(confirmed, draft.map(), draft.steps());\n");
        rule(
                "M5: a new master asks the slaves before it writes",
                EMPTY_ZOOKEEPER,
                FEW,
                MASTER + "TakeOverDecision.java",
                "if (clusterId != null) {",
                "if (false) {");
        rule(
                "M6: a cluster is born once",
                SECOND_BIRTH,
                FEW,
                MASTER + "TakeOverDecision.java",
                "if (clusterId != null) {",
                "if (false) {");
        rule(
                "M7: an in-sync set shrinks only to members that have just answered",
                EVERYTHING,
                MANY,
                CHANGE + "Stripping.java",
                "boolean mayShrink = answers.answered(entry.primary());",
                "boolean mayShrink = true;");
        rule(
                "M7: what is down keeps the in-sync set last known",
                EVERYTHING,
                MANY,
                CHANGE + "RangeEdit.java",
                "        primary = null;\n        target = null;\n        joining.clear();",
                "        keepInSync(List.of(primary));\n        primary = null;\n        target = null;\n        joining.clear();");
    }

    private void writing() {
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
                DEATH,
                MANY,
                REPLICATION + "CopySet.java",
                "if (copy.isRequired() && copy.acknowledged() < sequence) {\n                waits.barrier()",
                "if (false) {\n                waits.barrier()");
        rule(
                "R3: a copy refuses records of older tenures",
                SILENCE,
                MANY,
                REPLICATION + "RangeReplica.java",
                "        if (since < learned()) {\n            return Applied.STALE;",
                "        if (false) {\n            return Applied.STALE;");
        rule(
                "R3: a copy ends the stream of an older tenure",
                SILENCE,
                MANY,
                REPLICATION + "RangeReplica.java",
                "        learned = since;\n        refuseStream(primary);",
                "        learned = since;");
        rule(
                "R3: a stream of an older tenure does not begin",
                EVERYTHING,
                MANY,
                REPLICATION + "RangeReplica.java",
                "        if (!acceptsOffer(sourceHistory.latest())) {\n            return false;\n        }\n        stream.begin(link, context.nanos());\n        forget();",
                "        stream.begin(link, context.nanos());\n        forget();");
        rule(
                "R3: what is under way is not acknowledged by what follows a refusal",
                SILENCE,
                MANY,
                REPLICATION + "SourceLink.java",
                "copy.fate() != CopyProgress.Fate.REQUIRED || copy.link() != this || !copy.isOfStream(position)",
                "false");
        rule(
                "R4: a primary does not drop a copy by itself",
                SILENCE,
                FEW,
                REPLICATION + "CopySet.java",
                "                copy.apart();\n",
                "                copy.apart();\n                copy.end(CopyProgress.Fate.RELEASED);\n");
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
                "newest.released() ? now : stream.promisedUntil(now)",
                "now");
        rule(
                "R6: a promise counts from when what was acknowledged was sent",
                SILENCE,
                MANY,
                REPLICATION + "SourceLink.java",
                "leaseUntilNanos = sendLog.latestAcknowledgedNanos() +",
                "leaseUntilNanos = context.nanos() +");
        rule(
                "R6: clocks that jump apart void every lease",
                SUSPENSION,
                MANY,
                REPLICATION + "RangeReplica.java",
                "context.clocksAgree(nanos) ? Admission.SERVE : Admission.HOLD",
                "Admission.SERVE");
        rule(
                "R7: nobody is told that a key has expired before a record says so",
                DEATH,
                MANY,
                STORE + "Keyspace.java",
                "            remove(key, offset, length);\n            return NONE;",
                "            return NONE;");
        rule(
                "R8: a copy does not answer",
                EVERYTHING,
                FEW,
                REPLICATION + "RangeReplica.java",
                "        if (role != Role.PRIMARY) {\n            return entry",
                "        if (role == Role.COPY && access == Access.READ && complete) {\n            return Admission.SERVE;\n        }\n        if (role != Role.PRIMARY) {\n            return entry");
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
                TWO_BUDDIES,
                MANY,
                REPLICATION + "JoinFeed.java",
                "copy.streamingFrom(sequence);",
                "copy.streamingFrom(range.sequence());");
        rule(
                "R10: of two buddies the one that holds most is promoted",
                TWO_BUDDIES,
                MANY,
                CHANGE + "Promotion.java",
                "Comparator.comparingLong((Member member) -> answers.sequence(member, range))",
                "Comparator.comparingLong((Member member) -> -answers.sequence(member, range))");
        rule(
                "R11: nothing but an in-sync copy is promoted",
                EVERYTHING,
                MANY,
                CHANGE + "Stripping.java",
                "entry.inSync().stream().filter(Predicate.not(gone)).toList();",
                "java.util.stream.Stream.concat(entry.inSync().stream(), entry.joining().stream()).filter(Predicate.not(gone)).toList();");
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
                EVERYTHING,
                MANY,
                REPLICATION + "RangeReplica.java",
                "        complete = false;\n        table.reset();",
                "        complete = false;");
        rule(
                "R14: a joining copy's acknowledgements are required before it is added",
                EVERYTHING,
                MANY,
                REPLICATION + "CopyProgress.java",
                "return inSync || phase == Phase.FILLED;",
                "return inSync;");
        rule(
                "R14: a copy is added when it has acknowledged everything",
                EVERYTHING,
                FEW,
                REPLICATION + "JoinFeed.java",
                "        copy.filled(range.sequence());\n",
                "        copy.filled(range.sequence());\n        context.events().caughtUp(range.index(), range.epoch(), copy.member);\n");
        rule(
                "R15: only a prefix is continued",
                EVERYTHING,
                MANY,
                REPLICATION + "JoinFeed.java",
                "return range.history().hasPrefix(tenure, sequence, range.sequence())\n                && (",
                "return (");
    }

    private void handingOver() {
        rule(
                "R16: from its release on the primary answers nothing",
                PLANNED,
                FEW,
                REPLICATION + "RangeReplica.java",
                "if (released || nanos",
                "if (nanos");
        rule(
                "R16: the primary drains before its release",
                EVERYTHING,
                MANY,
                REPLICATION + "RangeReplica.java",
                "        if (copies.allAcknowledged(sequence)) {\n",
                "        if (true) {\n");
        rule(
                "R16: a primary that waits out a promise gives no release",
                EVERYTHING,
                MANY,
                REPLICATION + "RangeReplica.java",
                " || role != Role.PRIMARY || context.nanos() - servesFromNanos < 0) {",
                " || role != Role.PRIMARY) {");
        rule(
                "R17: a slave that is told to end hands everything over first",
                PLANNED,
                FEW,
                SLAVE + "SlaveAgent.java",
                "            if (range.inSync().contains(self) && !isLastResort(self)) {\n                return;\n            }\n",
                "");
        rule(
                "R17: a terminating slave is no target",
                PLANNED,
                FEW,
                MASTER + "RangePlanner.java",
                "        return map.isCurrent(member) && map.slave(member.number()).isUp();",
                "        return map.isCurrent(member);");
    }
}
