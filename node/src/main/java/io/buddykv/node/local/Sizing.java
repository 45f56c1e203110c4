package io.buddykv.node.local;

import io.buddykv.node.boot.NodeSettings;
import java.util.OptionalInt;

/** How many slaves the supervisor is to keep running, and when one that is too many may end. */
interface Sizing {
    /** The number never changes. */
    Sizing FIXED = new Sizing() {
        @Override
        public OptionalInt wantedSlaves() {
            return OptionalInt.empty();
        }

        @Override
        public NodeSettings slave(int number) {
            throw new IllegalStateException("the number of slaves is fixed");
        }

        @Override
        public boolean mayEnd(int number) {
            return false;
        }
    };

    /** Empty while nobody has asked for another number than the cluster was started with. */
    OptionalInt wantedSlaves();

    NodeSettings slave(int number);

    /** Whether the cluster's map shows that the slave holds nothing and will get nothing. May take a moment; any thread. */
    boolean mayEnd(int number);
}
