package io.buddykv.node.master;

import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.ForeignProtocolException;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * What a new master asks all slaves that it can find: who they are and which map they know, and for the map itself where it
 * is newer than the newest known so far. A slave that refuses the check, because this master's term is behind what it
 * knows, is asked for its map as well; one that has no place yet, and could not say who it is, for its map only. One that
 * speaks another protocol says nothing but that.
 */
final class Survey {
    private final Timers timers;
    private final MasterPort.Directory slaves;
    private final long checkNanos;
    private final long term;
    private final Consumer<Result> done;
    private final Set<Endpoints> waitedFor = new HashSet<>();
    private final Map<Endpoints, Member> answered = new HashMap<>();
    private final Map<Endpoints, String> foreign = new HashMap<>();
    private ClusterMap newest;
    private boolean ended;

    /**
     * @param newest the newest map that anybody knows; null when nobody knows one
     * @param answered who answered at which address; a null member where it refused to say
     * @param foreign those who speak another protocol, with a sentence about it
     */
    record Result(ClusterMap newest, Map<Endpoints, Member> answered, Map<Endpoints, String> foreign) {}

    Survey(
            Timers timers,
            MasterPort.Directory slaves,
            long checkNanos,
            long term,
            ClusterMap newestSoFar,
            Consumer<Result> done) {
        this.timers = timers;
        this.slaves = slaves;
        this.checkNanos = checkNanos;
        this.term = term;
        this.newest = newestSoFar;
        this.done = done;
    }

    /** @param unplaced those that wait for being registered */
    void start(Collection<Endpoints> asked, Collection<Endpoints> unplaced) {
        waitedFor.addAll(asked);
        waitedFor.addAll(unplaced);
        if (waitedFor.isEmpty()) {
            timers.execute(this::end);
            return;
        }
        timers.after(2 * checkNanos, this::end);
        for (Endpoints slave : List.copyOf(waitedFor)) {
            if (unplaced.contains(slave)) {
                fetch(slave);
            } else {
                check(slave);
            }
        }
    }

    private void check(Endpoints slave) {
        slaves.of(slave)
                .check(new Check(term, List.of()))
                .whenComplete((answer, failure) -> timers.execute(() -> checked(slave, answer)));
    }

    private void checked(Endpoints slave, CheckAnswer answer) {
        if (answer == null) {
            fetch(slave);
            return;
        }
        answered.put(slave, answer.member());
        if (isNewer(answer.mapTerm(), answer.mapVersion())) {
            fetch(slave);
        } else {
            finish(slave);
        }
    }

    private boolean isNewer(long mapTerm, long mapVersion) {
        return mapVersion > 0
                && (newest == null
                        || mapTerm > newest.term()
                        || (mapTerm == newest.term() && mapVersion > newest.version()));
    }

    private void fetch(Endpoints slave) {
        slaves.of(slave).map().whenComplete((map, failure) -> timers.execute(() -> fetched(slave, map, failure)));
    }

    private void fetched(Endpoints slave, ClusterMap map, Throwable failure) {
        if (failure == null) {
            answered.putIfAbsent(slave, null);
        } else if (cause(failure) instanceof ForeignProtocolException other) {
            foreign.put(slave, other.getMessage());
        }
        if (map != null && map.isNewerThan(newest)) {
            newest = map;
        }
        finish(slave);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    private void finish(Endpoints slave) {
        if (waitedFor.remove(slave) && waitedFor.isEmpty()) {
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            done.accept(new Result(newest, answered, foreign));
        }
    }
}
