package io.buddykv.node.cluster;

import io.buddykv.node.boot.Role;

/** What happens to one slave, and how it ends where it does not end by itself. */
enum Failure {
    /** SIGKILL: the process is gone, and a new one is started. */
    KILLED {
        @Override
        void begin(LocalCluster cluster, int slave) {
            cluster.processes().kill(Role.SLAVE, slave);
        }
    },
    /** SIGSTOP: the process says nothing, and its connections stay open. */
    FROZEN {
        @Override
        void begin(LocalCluster cluster, int slave) {
            cluster.processes().pause(Role.SLAVE, slave);
        }

        @Override
        void end(LocalCluster cluster, int slave) {
            cluster.processes().resume(Role.SLAVE, slave);
        }
    };

    abstract void begin(LocalCluster cluster, int slave);

    void end(LocalCluster cluster, int slave) {}
}
