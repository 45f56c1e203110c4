package io.buddykv.node.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Carries messages between hosts, each direction by itself: late, and, while it is cut, not before it has healed. Calls
 * from port to port may besides be lost or arrive twice, and time out.
 */
final class SimulatedNetwork {
    private static final long LEAST_LATENCY_NANOS = 50 * SimulatedWorld.MICRO;
    private static final long MOST_LATENCY_NANOS = 400 * SimulatedWorld.MICRO;
    private static final long CALL_TIMEOUT_NANOS = 500 * SimulatedWorld.MILLI;

    /** How long after the first the second copy of a call may set out. */
    private static final long MOST_LATE_NANOS = 400 * SimulatedWorld.MILLI;

    private final SimulatedWorld world;
    private final int lostPerMille;
    private final int doublePerMille;
    private final Map<String, SimulatedProcess> processes = new LinkedHashMap<>();
    private final Set<SimulatedConnection> connections = new LinkedHashSet<>();
    private final Map<Direction, List<Runnable>> cut = new HashMap<>();
    private final Map<Direction, Long> slow = new HashMap<>();

    record Direction(String from, String to) {}

    /** @param lostPerMille of calls between ports; connections lose nothing */
    SimulatedNetwork(SimulatedWorld world, int lostPerMille, int doublePerMille) {
        this.world = world;
        this.lostPerMille = lostPerMille;
        this.doublePerMille = doublePerMille;
    }

    SimulatedWorld world() {
        return world;
    }

    /** This process is what answers at its host from now on. */
    void attach(SimulatedProcess process) {
        processes.put(process.host(), process);
    }

    /** The process at a host; null when none is alive. */
    SimulatedProcess at(String host) {
        SimulatedProcess process = processes.get(host);
        return process != null && process.isAlive() ? process : null;
    }

    boolean isCut(String from, String to) {
        return !cut.isEmpty() && cut.containsKey(new Direction(from, to));
    }

    void cut(String from, String to) {
        cut.putIfAbsent(new Direction(from, to), new ArrayList<>());
    }

    void heal(String from, String to) {
        List<Runnable> waiting = cut.remove(new Direction(from, to));
        if (waiting != null) {
            waiting.forEach(message -> world.after(latency(from, to), message));
        }
    }

    void slow(String from, String to, long extraNanos) {
        if (extraNanos == 0) {
            slow.remove(new Direction(from, to));
        } else {
            slow.put(new Direction(from, to), extraNanos);
        }
    }

    void healAll() {
        slow.clear();
        List.copyOf(cut.keySet()).forEach(direction -> heal(direction.from(), direction.to()));
    }

    long latency(String from, String to) {
        Long extra = slow.isEmpty() ? null : slow.get(new Direction(from, to));
        return world.between(LEAST_LATENCY_NANOS, MOST_LATENCY_NANOS) + (extra == null ? 0 : world.between(0, extra));
    }

    /** Calls {@code action} as soon as the direction is whole, which it is not. */
    void whenHealed(String from, String to, Runnable action) {
        cut.get(new Direction(from, to)).add(action);
    }

    /** Takes a message to the other host, whatever lives there on arrival. */
    void carry(String from, String to, Runnable arrival) {
        if (isCut(from, to)) {
            whenHealed(from, to, arrival);
        } else {
            world.after(latency(from, to), arrival);
        }
    }

    // ---- connections

    Set<SimulatedConnection> connections() {
        return connections;
    }

    // ---- calls

    /**
     * Calls what the process at {@code host} offers. Fails when no answer has come in time, or when the other side failed;
     * the call may have been carried out all the same, even after this.
     */
    <P, T> CompletionStage<T> call(
            SimulatedProcess caller, String host, Class<P> port, Function<P, CompletionStage<T>> method) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        SimulatedTimers io = caller.newLoop();
        io.after(
                CALL_TIMEOUT_NANOS, () -> answer.completeExceptionally(new TimeoutException("no answer from " + host)));
        Runnable arrival = () -> arrived(io, host, port, method, answer);
        if (!world.chance(lostPerMille)) {
            carryUnreliably(caller.host(), host, arrival);
        }
        if (world.chance(doublePerMille)) {
            // Sent again by something in between that had given up waiting: it may come long after its time.
            world.after(world.between(0, MOST_LATE_NANOS), () -> carryUnreliably(caller.host(), host, arrival));
        }
        return answer;
    }

    private <P, T> void arrived(
            SimulatedTimers io,
            String host,
            Class<P> port,
            Function<P, CompletionStage<T>> method,
            CompletableFuture<T> answer) {
        String back = io.process().host();
        SimulatedProcess target = at(host);
        if (target == null || target.service(port) == null) {
            carry(host, back, () -> io.run(() -> answer.completeExceptionally(new RefusedException(host))));
            return;
        }
        target.run(() -> method.apply(target.service(port)).whenComplete((value, failure) -> {
            if (world.chance(lostPerMille) || !target.isAlive()) {
                return;
            }
            carryUnreliably(host, back, () -> io.run(() -> complete(answer, value, failure)));
        }));
    }

    private static <T> void complete(CompletableFuture<T> answer, T value, Throwable failure) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    /** What runs into a cut is lost half of the time, else it arrives late. */
    private void carryUnreliably(String from, String to, Runnable arrival) {
        if (!isCut(from, to) || world.random().nextBoolean()) {
            carry(from, to, arrival);
        }
    }

    /** Nobody listens there. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String host) {
            super("connection refused by " + host, null, false, false);
        }
    }
}
