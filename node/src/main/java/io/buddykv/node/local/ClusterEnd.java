package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Ends a local cluster from outside its supervisor. */
final class ClusterEnd {
    /** The supervisor's own patience for three roles, and some more. */
    private static final long SUPERVISOR_PATIENCE_MILLIS = 45_000;

    private static final long PATIENCE_MILLIS = 12_000;

    private ClusterEnd() {}

    /**
     * Ends everything the state names; whether all of it ended when asked to.
     *
     * @param problems is told what did not go as it should
     */
    static boolean of(ClusterState state, KvHome home, Consumer<String> problems) throws IOException {
        int killed = state.supervisor()
                .process()
                .map(supervisor -> OrderlyEnd.of(List.of(supervisor), SUPERVISOR_PATIENCE_MILLIS))
                .orElse(0);
        // What a supervisor that was killed itself has left behind; its children may have changed since.
        ClusterState left = new StateFile(home.state()).read().orElse(state);
        for (Role role : OrderlyEnd.ROLES) {
            List<NodeState> nodes =
                    left.of(role).stream().filter(NodeState::isAlive).toList();
            List<ProcessHandle> alive = nodes.stream()
                    .flatMap(node -> node.process().process().stream())
                    .toList();
            if (role == Role.SLAVE) {
                alive.forEach(process -> Signals.resume(process.pid()));
                new EndNotice(home.secret(), problems)
                        .tell(nodes.stream()
                                .map(node ->
                                        new HostPort(left.host(), node.ports().master()))
                                .toList());
            }
            killed += OrderlyEnd.of(alive, PATIENCE_MILLIS);
        }
        home.ended();
        return killed == 0;
    }
}
