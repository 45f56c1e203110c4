package io.buddykv.node.local;

import io.buddykv.node.boot.NodeSettings;

/** One process the supervisor keeps running: running, or waiting for the time of its next start. */
final class SupervisedNode {
    static final long NEVER = Long.MAX_VALUE / 2;

    private final NodeSettings settings;

    private Process process;
    private ProcessMark mark;
    private long startedNanos;
    private Respawn respawn = Respawn.FIRST;
    private boolean waiting;
    private long startAtNanos;
    private int starts;
    private boolean retired;

    SupervisedNode(NodeSettings settings) {
        this.settings = settings;
    }

    NodeSettings settings() {
        return settings;
    }

    NodeName name() {
        return new NodeName(
                settings.role(), settings.identity().requestedNumber().orElse(0));
    }

    /** It is to end, and not to be started again. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    int starts() {
        return starts;
    }

    void started(Process newProcess, long nowNanos) {
        process = newProcess;
        mark = ProcessMark.of(newProcess.toHandle());
        startedNanos = nowNanos;
        waiting = false;
        starts++;
    }

    /** Takes notice of its death, or of a start that failed; returns how long the next start waits. */
    long died(long nowNanos) {
        respawn = respawn.afterLifeOf(waiting ? 0 : nowNanos - startedNanos);
        process = null;
        mark = null;
        startAt(nowNanos + respawn.delayNanos());
        return respawn.delayNanos();
    }

    void startAt(long nanos) {
        waiting = true;
        startAtNanos = nanos;
    }

    boolean isDue(long nowNanos) {
        return waiting && nowNanos - startAtNanos >= 0;
    }

    long nanosToStart(long nowNanos) {
        return waiting ? Math.max(0, startAtNanos - nowNanos) : NEVER;
    }

    boolean isRunBy(Process candidate) {
        return process == candidate;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    NodeState state() {
        return new NodeState(
                settings.role(), settings.identity().requestedNumber().orElse(0), settings.ports(), mark, starts);
    }

    @Override
    public String toString() {
        return settings.label();
    }
}
