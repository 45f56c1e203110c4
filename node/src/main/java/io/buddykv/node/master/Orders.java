package io.buddykv.node.master;

import io.buddykv.protocol.message.OrderAnswer;
import io.buddykv.protocol.message.PromotionOrder;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SizeOrder;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.change.Goals;
import io.buddykv.topology.health.MoveCounts;
import io.buddykv.topology.placement.Roster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Orders become the map's goal, or are refused with a reason; slaves are asked first where somebody is to be emptied. */
final class Orders implements ClusterOrders {
    /** How often slaves are asked before an order is refused because they do not tell enough. */
    private static final int MOST_QUESTIONS = 4;

    private final MasterSettings settings;
    private final MapLedger ledger;
    private final Loads loads;
    private final MasterEvents events;

    /** What an order makes of the goal so far. */
    private interface Order {
        OrderDecision decide(ClusterMap map, Goal goal);
    }

    Orders(MasterSettings settings, MapLedger ledger, Loads loads, MasterEvents events) {
        this.settings = settings;
        this.ledger = ledger;
        this.loads = loads;
        this.events = events;
    }

    @Override
    public CompletionStage<OrderAnswer> resize(SizeOrder order) {
        return take("size " + order.slaves(), (map, goal) -> OrderDecision.size(map, goal, order.slaves()));
    }

    @Override
    public CompletionStage<OrderAnswer> reshape(ShapeOrder order) {
        return take(order.toString(), (map, goal) -> OrderDecision.shape(map, goal, order));
    }

    @Override
    public CompletionStage<OrderAnswer> drain(int number) {
        return take("slave " + number + " is drained", (map, goal) -> OrderDecision.drain(map, goal, number));
    }

    @Override
    public CompletionStage<OrderAnswer> undrain(int number) {
        return take("slave " + number + " is undrained", (map, goal) -> OrderDecision.undrain(map, goal, number));
    }

    @Override
    public CompletionStage<OrderAnswer> promote(PromotionOrder order) {
        String text = "slave " + order.slave() + " is promoted in range " + order.range();
        CompletableFuture<OrderAnswer> answer = new CompletableFuture<>();
        PromotionDecision.obstacle(ledger.confirmed(), order)
                .ifPresentOrElse(
                        reason -> refuse(text, reason, answer),
                        () -> submit(
                                Reason.HOMES_CHANGED,
                                text,
                                (map, term) -> PromotionDecision.promoted(map, term, settings.goalOf(map), order),
                                answer));
        return answer;
    }

    private CompletionStage<OrderAnswer> take(String text, Order order) {
        ClusterMap map = ledger.confirmed();
        OrderDecision decision = order.decide(map, settings.goalOf(map));
        CompletableFuture<OrderAnswer> answer = new CompletableFuture<>();
        if (decision instanceof OrderDecision.Accepted accepted
                && OrderDecision.needsRoom(map, settings.goalOf(map), accepted.goal())) {
            askWhetherItFits(text, order, accepted.goal(), answer, MOST_QUESTIONS);
        } else {
            settle(text, order, decision, answer);
        }
        return answer;
    }

    private void askWhetherItFits(
            String text, Order order, Goal goal, CompletableFuture<OrderAnswer> answer, int questions) {
        loads.ask(Failures.living(ledger.confirmed()), round -> {
            OrderDecision decision = OrderDecision.ifItFits(ledger.confirmed(), goal, round.loads());
            if (decision instanceof OrderDecision.Unclear unclear) {
                if (questions > 1) {
                    askWhetherItFits(text, order, goal, answer, questions - 1);
                } else {
                    settle(text, order, new OrderDecision.Refused(unclear.reason()), answer);
                }
            } else {
                settle(text, order, decision, answer);
            }
        });
    }

    private void settle(String text, Order order, OrderDecision decision, CompletableFuture<OrderAnswer> answer) {
        if (decision instanceof OrderDecision.Refused refused) {
            refuse(text, refused.reason(), answer);
        } else {
            submit(Reason.GOAL_CHANGED, text, (map, term) -> changed(map, term, order), answer);
        }
    }

    private void refuse(String text, String reason, CompletableFuture<OrderAnswer> answer) {
        events.noticed(Reason.REFUSED, text + ": " + reason);
        answer.completeExceptionally(new RefusedException(reason));
    }

    private void submit(Reason reason, String text, Change change, CompletableFuture<OrderAnswer> answer) {
        ledger.submit(MapLedger.Urgency.ASKED_FOR, reason, text, change).whenComplete((map, failure) -> {
            if (failure == null) {
                answer.complete(answer(map));
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    /** Decided again for the map it is written into, so that of two orders at the same time neither undoes the other. */
    private ClusterMap changed(ClusterMap map, long term, Order order) {
        return order.decide(map, settings.goalOf(map)) instanceof OrderDecision.Accepted accepted
                ? Goals.set(map, term, accepted.goal())
                : map;
    }

    private OrderAnswer answer(ClusterMap map) {
        return new OrderAnswer(
                map.version(),
                settings.goalOf(map).slaves(),
                List.copyOf(Roster.of(map).draining()),
                MoveCounts.of(map).left());
    }
}
