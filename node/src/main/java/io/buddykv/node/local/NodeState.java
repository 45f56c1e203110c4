package io.buddykv.node.local;

import io.buddykv.node.boot.Ports;
import io.buddykv.node.boot.Role;

/**
 * One process of the running cluster as the supervisor last wrote it.
 *
 * @param process its present process; null before the first start and while it waits to be respawned
 * @param starts how often it has been started
 */
record NodeState(Role role, int number, Ports ports, ProcessMark process, int starts) {
    NodeName name() {
        return new NodeName(role, number);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }
}
