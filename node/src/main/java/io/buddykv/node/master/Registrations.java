package io.buddykv.node.master;

import io.buddykv.node.master.Examinations.Verdict;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.change.Answers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives slaves their numbers. A new life under a number that is known is admitted after one look at its former life; the
 * write that records it strips that one of its roles.
 */
final class Registrations {
    private static final Answers NOBODY = Answers.by(member -> false);

    private static final int MOST_REFUSED = 128;

    private final Examinations examinations;
    private final MapLedger ledger;
    private final Sightings sightings;
    private final MasterEvents events;

    /** By incarnation: a slave that asks again, because it waited too long, gets the same answer. */
    private final Map<Long, CompletableFuture<RegistrationAnswer>> pending = new HashMap<>();

    /** By incarnation, why it was last refused: a slave asks again and again, and is told of once. */
    private final Map<Long, String> refused = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > MOST_REFUSED;
        }
    };

    private boolean closed;

    Registrations(Examinations examinations, MapLedger ledger, Sightings sightings, MasterEvents events) {
        this.examinations = examinations;
        this.ledger = ledger;
        this.sightings = sightings;
        this.events = events;
    }

    CompletionStage<RegistrationAnswer> register(Registration slave) {
        CompletableFuture<RegistrationAnswer> running = pending.get(slave.incarnation());
        if (running != null) {
            return running;
        }
        CompletableFuture<RegistrationAnswer> answer = new CompletableFuture<>();
        pending.put(slave.incarnation(), answer);
        answer.whenComplete((given, failure) -> pending.remove(slave.incarnation()));
        assign(slave, answer);
        return answer;
    }

    private void assign(Registration slave, CompletableFuture<RegistrationAnswer> answer) {
        NumberAssignment assignment = NumberAssignment.of(ledger.confirmed(), slave);
        if (assignment instanceof NumberAssignment.Refused refused) {
            refuse(slave, refused.reason(), answer);
        } else if (assignment instanceof NumberAssignment.Successor successor) {
            succeed(slave, successor.former(), answer);
        } else {
            enter(slave, answer);
        }
    }

    /** Enters a slave that nobody has to give way to. */
    private void enter(Registration slave, CompletableFuture<RegistrationAnswer> answer) {
        ledger.submit(MapLedger.Urgency.ASKED_FOR, Reason.REGISTERED, describe(slave), (map, term) -> {
                    NumberAssignment now = NumberAssignment.of(map, slave);
                    if (now instanceof NumberAssignment.Fresh fresh) {
                        return entered(map, term, fresh.number(), slave, NOBODY);
                    }
                    return now instanceof NumberAssignment.Known known ? known(map, term, known.slave(), slave) : map;
                })
                .whenComplete((map, failure) -> entered(slave, map, failure, answer));
    }

    /** It has registered before: it lives, and it may have moved to other ports. */
    private static ClusterMap known(ClusterMap map, long term, SlaveEntry known, Registration slave) {
        boolean same = known.endpoints().equals(slave.endpoints()) && known.state() != SlaveState.DOWN;
        return same || known.state() == SlaveState.LEAVING ? map : entered(map, term, known.number(), slave, NOBODY);
    }

    private void succeed(Registration slave, SlaveEntry former, CompletableFuture<RegistrationAnswer> answer) {
        examinations.examine(Suspects.replaced(former.member()), List.of(former), verdict -> {
            Optional<String> obstacle = Succession.obstacle(
                    ledger.confirmed(),
                    former,
                    slave,
                    verdict.check().answered(former.member()),
                    verdict.check().replaced(former.member()),
                    sightings.provenGone(former.member()));
            if (obstacle.isPresent()) {
                refuse(slave, obstacle.get(), answer);
            } else {
                replace(slave, former.member(), verdict, answer);
            }
        });
    }

    private void replace(
            Registration slave, Member former, Verdict verdict, CompletableFuture<RegistrationAnswer> answer) {
        ledger.submit(
                        MapLedger.Urgency.ASKED_FOR,
                        Reason.REGISTERED,
                        describe(slave) + " in place of " + former,
                        (map, term) -> map.isCurrent(former)
                                ? entered(verdict.applyTo(map, term), term, former.number(), slave, verdict.answers())
                                : map)
                .whenComplete((map, failure) -> entered(slave, map, failure, answer));
    }

    private static ClusterMap entered(ClusterMap map, long term, int number, Registration slave, Answers answers) {
        Member member = new Member(number, slave.incarnation(), slave.dataId());
        SlaveEntry entry = new SlaveEntry(member, slave.endpoints(), slave.zone(), slave.host(), SlaveState.UP);
        return io.buddykv.topology.change.Registration.registered(map, term, entry, answers);
    }

    private void entered(
            Registration slave, ClusterMap map, Throwable failure, CompletableFuture<RegistrationAnswer> answer) {
        if (failure != null) {
            answer.completeExceptionally(failure);
        } else if (NumberAssignment.of(map, slave) instanceof NumberAssignment.Known known) {
            answer.complete(
                    new RegistrationAnswer(map.clusterId(), known.slave().number()));
        } else if (!closed) {
            assign(slave, answer); // Somebody else was entered under the number in the same write: look again.
        }
    }

    private void refuse(Registration slave, String reason, CompletableFuture<RegistrationAnswer> answer) {
        if (!reason.equals(refused.put(slave.incarnation(), reason))) {
            events.noticed(Reason.REFUSED, describe(slave) + ": " + reason);
        }
        answer.completeExceptionally(new RefusedException(reason));
    }

    private static String describe(Registration slave) {
        return "slave at " + slave.endpoints().host() + ":" + slave.endpoints().masterPort();
    }

    void close() {
        closed = true;
        List.copyOf(pending.values())
                .forEach(answer ->
                        answer.completeExceptionally(new NotActiveMasterException("this master's reign has ended")));
    }
}
