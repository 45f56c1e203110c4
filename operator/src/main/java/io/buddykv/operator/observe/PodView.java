package io.buddykv.operator.observe;

import java.time.Duration;

/**
 * One pod.
 *
 * @param number its ordinal, which is the internal number of its slave or master
 * @param revision the revision of its pod template
 * @param machineAway for how long its machine has been NotReady; zero when it is well or nobody knows
 */
public record PodView(
        String name,
        int number,
        String revision,
        boolean ready,
        boolean terminating,
        String address,
        Duration machineAway) {

    public boolean isUndisturbed() {
        return ready && !terminating;
    }
}
