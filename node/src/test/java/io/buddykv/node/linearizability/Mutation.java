package io.buddykv.node.linearizability;

import java.util.ArrayList;
import java.util.List;

/** Breaks a history. */
final class Mutation {
    private Mutation() {}

    /** The first read after that share of the history answers what nobody ever wrote; unchanged when there is none. */
    static History ofOneRead(History history, double share) {
        List<Invocation> invocations = new ArrayList<>(history.invocations());
        for (int i = (int) (invocations.size() * share); i < invocations.size(); i++) {
            Invocation each = invocations.get(i);
            if (each.operation().isRead() && !each.isUnknown()) {
                Answer never = Answer.of("never written");
                invocations.set(
                        i,
                        new Invocation(
                                each.client(), each.key(), each.operation(), each.invoked(), each.returned(), never));
                return new History(invocations);
            }
        }
        return history;
    }
}
